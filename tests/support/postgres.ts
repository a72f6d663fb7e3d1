import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./service.ts";

const DEBIAN_15 = "/usr/lib/postgresql/15/bin";

/** A real server in a temporary folder, ended by its pid. */
export interface TestServer {
  readonly url: string;
  /** As a power cut would end it. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** True when Debian's PostgreSQL 15 is installed. Said loudly when not; with CI=true it is a failure. */
export function hasPostgres15(): boolean {
  if (existsSync(join(DEBIAN_15, "postgres"))) return true;
  const message = `${DEBIAN_15} is not installed: the store is not tested on PostgreSQL 15 (apt-get install postgresql-15)`;
  if (process.env.CI === "true") throw new Error(message);
  process.stderr.write(`\n!!! ${message}\n\n`);
  return false;
}

/** Starts Debian's PostgreSQL 15 on a free port; as root it runs as the account `postgres`. */
export async function startPostgres15(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "dhs-pg15-"));
  const isRoot = process.getuid?.() === 0;
  const account = isRoot ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (isRoot) chownSync(folder, idOf("-u"), idOf("-g"));
  chmodSync(folder, 0o700);
  const data = join(folder, "data");
  execFileSync(
    join(DEBIAN_15, "initdb"),
    ["-D", data, "-U", "test", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
    { ...account, cwd: folder, stdio: "ignore" },
  );
  const port = await freePort();
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  let child: ChildProcess;

  const server: TestServer = {
    url,
    async start() {
      const args = [
        "-D",
        data,
        "-p",
        String(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        `unix_socket_directories=${folder}`,
      ];
      child = spawn(join(DEBIAN_15, "postgres"), args, { ...account, cwd: folder, stdio: "ignore" });
      await untilAnswering(url);
    },
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
      // The killed server's children notice a moment later; the next start waits for them by itself.
      await pause(200);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGINT");
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function untilAnswering(url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await pause(25);
    }
  }
  throw new Error("PostgreSQL 15 did not start");
}

function idOf(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}
