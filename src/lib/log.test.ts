import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("debug", { write: (line) => lines.push(line) }));
  return lines.join("");
}

test("people's words, numbers and tokens are hidden wherever they stand in a record", () => {
  const line = logged((log) =>
    log.info({ text: "bí mật", person: { phone: "0912345678" }, update: { message: { text: "bí mật" } } }, "received"),
  );
  expect(line).not.toContain("bí mật");
  expect(line).not.toContain("0912345678");
  expect(line).toContain("received");
});

test("an error is logged with its causes, without the request that an HTTP client hangs on it", () => {
  const fromClient = Object.assign(new Error("timeout"), { code: "ECONNABORTED", config: { data: "bí mật" } });
  const line = logged((log) => log.error({ err: new Error("not sent", { cause: fromClient }) }, "send failed"));
  expect(line).toContain("ECONNABORTED");
  expect(line).not.toContain("bí mật");
});

test("something thrown that is no error says only what it was", () => {
  expect(logged((log) => log.error({ err: "mật khẩu 123" }, "odd"))).not.toContain("123");
});
