import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createInOrder, TooManyWaiting } from "./in-order.ts";

test("work of one key runs in the order given, also after a failure; other keys do not wait", async () => {
  const inOrder = createInOrder(10);
  const done: string[] = [];
  const slow = Promise.withResolvers<void>();
  const first = inOrder("a", () => slow.promise.then(() => void done.push("a1")));
  const failing = inOrder("a", () => Promise.reject(new Error("no")));
  const third = inOrder("a", async () => void done.push("a3"));
  await inOrder("b", async () => void done.push("b1"));
  slow.resolve();
  await first;
  await expect(failing).rejects.toThrow("no");
  await third;
  expect(done).toEqual(["b1", "a1", "a3"]);
});

test("one key cannot pile up work without end, and is free again once its work is done", async () => {
  const inOrder = createInOrder(2);
  const slow = Promise.withResolvers<void>();
  const first = inOrder("a", () => slow.promise);
  const second = inOrder("a", async () => "second");
  await expect(inOrder("a", async () => "third")).rejects.toThrow(TooManyWaiting);
  slow.resolve();
  await Promise.all([first, second]);
  await setImmediate();
  expect(await inOrder("a", async () => "fourth")).toBe("fourth");
});
