import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRedisWakes } from "../../src/coordination/redis-wakes.ts";
import { createLocalWakes, type Wakes } from "../../src/coordination/wakes.ts";
import { createLog } from "../../src/lib/log.ts";
import { hasRedis, startRedis, type TestRedis } from "../support/redis.ts";

let redis: TestRedis | undefined;
const withRedis = hasRedis();

beforeAll(async () => {
  if (withRedis) redis = await startRedis();
});
afterAll(async () => {
  await redis?.stop();
});

for (const [name, isThere, create] of [
  ["in one process", true, () => createLocalWakes()],
  ["through Redis", withRedis, () => createRedisWakes(redis?.url ?? "", createLog("fatal"))],
] as const) {
  describe.skipIf(!isThere)(`calls between processes ${name}`, () => {
    test("reach every listener", async () => {
      const wakes = create();
      const heard: string[] = [];
      wakes.subscribe((key) => heard.push(`a${key}`));
      wakes.subscribe((key) => heard.push(`b${key}`));
      await expect.poll(() => heardAfter(wakes, "1", heard)).toEqual(["a1", "b1"]);
      await wakes.close();
    });
  });
}

test.skipIf(!withRedis)(
  "Redis stopped and started again: nothing throws, and calls arrive once it is back",
  async () => {
    const wakes = createRedisWakes(redis?.url ?? "", createLog("fatal"));
    const heard: string[] = [];
    wakes.subscribe((key) => heard.push(key));
    await expect.poll(() => heardAfter(wakes, "before", heard)).toEqual(["before"]);
    await redis?.stop();
    wakes.publish("lost");
    await redis?.start();
    await expect.poll(() => heardAfter(wakes, "after", heard), { timeout: 10_000 }).toContain("after");
    await wakes.close();
  },
);

/** Calls until it is heard: a connection may still be opening. */
async function heardAfter(wakes: Wakes, key: string, heard: string[]): Promise<string[]> {
  if (!heard.some((one) => one.endsWith(key))) wakes.publish(key);
  await new Promise((resolve) => setTimeout(resolve, 30));
  return [...new Set(heard)].toSorted();
}
