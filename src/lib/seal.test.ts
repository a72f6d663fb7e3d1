import { expect, test } from "vitest";
import { createSeal } from "./seal.ts";

const seal = createSeal(Buffer.alloc(32, 7));

test("what was sealed opens again where it belongs", () => {
  expect(seal.open(seal.close("xã Tân Yên", "dossier/5"), "dossier/5")).toBe("xã Tân Yên");
});

test("a blob that was changed, moved to another row or made with another secret is refused", () => {
  const sealed = seal.close("xã Tân Yên", "dossier/5");
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => seal.open(changed, "dossier/5")).toThrow();
  expect(() => seal.open(sealed, "dossier/6")).toThrow();
  expect(() => createSeal(Buffer.alloc(32, 8)).open(sealed, "dossier/5")).toThrow();
});

test("the same text is never sealed alike twice, and always hashed alike", () => {
  expect(seal.close("a", "x").equals(seal.close("a", "x"))).toBe(false);
  expect(seal.hash("a").equals(seal.hash("a"))).toBe(true);
  expect(seal.hash("a").subarray(0, 16).equals(seal.pseudonym("a"))).toBe(false);
});
