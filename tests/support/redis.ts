import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./service.ts";

export interface TestRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** True when redis-server is installed. Said loudly when not; with CI=true it is a failure. */
export function hasRedis(): boolean {
  if (spawnSync("redis-server", ["--version"]).status === 0) return true;
  const message = "redis-server is not installed: coordination is not tested on Redis (apt-get install redis-server)";
  if (process.env.CI === "true") throw new Error(message);
  process.stderr.write(`\n!!! ${message}\n\n`);
  return false;
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child: ChildProcess;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn(
        "redis-server",
        ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        { stdio: "ignore" },
      );
      for (let tries = 0; tries < 200 && !(await answers(port)); tries++) await pause(20);
    },
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
  await redis.start();
  return redis;
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, "127.0.0.1");
  const isOpen = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return isOpen;
}
