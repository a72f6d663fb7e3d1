import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const START_LIMIT_MS = 60_000;

/** A service in a process of its own, as `npm start` runs it. */
export interface RunningService {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it has written so far, both streams. */
  output(): string;
  /** As power loss would: no handler runs. */
  kill(): Promise<void>;
  /** As an operator would: SIGTERM, then waits. Answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the service and waits until `/readyz` says so. @throws {Error} with its output when it ends before that */
export async function startService(options: {
  dataDir: string;
  port: number;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}): Promise<RunningService> {
  const service = spawnService(options);
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (service.process.exitCode !== null) throw new Error(`the service ended at once:\n${service.output()}`);
    if (await isReady(service.url)) return service;
    await pause(25);
  }
  await service.kill();
  throw new Error(`the service was not ready in ${START_LIMIT_MS} ms:\n${service.output()}`);
}

/** Starts the service without waiting, for tests in which it is to refuse. */
export function spawnService(options: {
  dataDir: string;
  port: number;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}): RunningService {
  const { DATABASE_URL: _url, REDIS_URL: _redis, ...inherited } = process.env;
  const child = spawn(process.execPath, ["src/main.ts"], {
    cwd: options.cwd ?? ROOT,
    env: {
      ...inherited,
      PORT: String(options.port),
      HOST: "127.0.0.1",
      DATA_DIR: options.dataDir,
      LOG_LEVEL: "info",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  const ended = once(child, "exit");
  return {
    url: `http://127.0.0.1:${options.port}`,
    process: child,
    output: () => lines.join(""),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
  };
}

/** A port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
