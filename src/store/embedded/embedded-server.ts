import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../../lib/log.ts";
import { findBinaries } from "./binaries.ts";
import { clusterPath, DATABASE_USER, ensureCluster, readPassword } from "./cluster.ts";
import { isAlive, readPostmaster } from "./postmaster.ts";
import { spawnUnprivileged } from "./run-as.ts";

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 20;
const MAX_SHOWN_LOG = 1_500;

/** A real PostgreSQL of our own under `DATA_DIR/postgres`, shared by every process that uses the folder. */
export interface EmbeddedServer {
  connection(): pg.ClientConfig;
  /** Starts it when it does not run, whoever started it before. Afterwards `connection` is right again. */
  ensureRunning(): Promise<void>;
  /** Stops it, unless another process still uses it. */
  release(): Promise<void>;
}

/**
 * Whoever comes first starts the server, later ones attach to it. It outlives a killed service and is found again by
 * the next; a stale pid file is recognised.
 */
export async function openEmbeddedServer(dataDir: string, log: Log): Promise<EmbeddedServer> {
  const cluster = clusterPath(dataDir);
  const password = await readPassword(dataDir);
  let port = 0;

  const server: EmbeddedServer = {
    connection: () => ({ host: "127.0.0.1", port, user: DATABASE_USER, password, database: "postgres" }),

    async ensureRunning() {
      const binaries = findBinaries();
      if (await ensureCluster(dataDir, binaries)) log.info({ cluster }, "the embedded database was made");
      const deadline = Date.now() + START_LIMIT_MS;
      while (Date.now() < deadline) {
        const running = await readPostmaster(cluster);
        if (running?.isReady) {
          port = running.port;
          if (await canConnect(server.connection())) return;
        } else if (!running) {
          await start(binaries.postgres);
        }
        await pause(LOOK_EVERY_MS);
      }
      throw new Error(`the embedded database was not ready in ${START_LIMIT_MS} ms; its log is ${logPath()}`);
    },

    async release() {
      const running = await readPostmaster(cluster);
      if (!running || (await isUsedByOthers(server.connection()))) return;
      // SIGINT: "fast" shutdown, which ends what is under way and writes everything out.
      signal(running.pid, "SIGINT");
      const deadline = Date.now() + STOP_LIMIT_MS;
      while (isAlive(running.pid) && Date.now() < deadline) await pause(LOOK_EVERY_MS);
    },
  };
  await server.ensureRunning();
  return server;

  function logPath(): string {
    return join(dataDir, "postgres.log");
  }

  async function start(program: string): Promise<void> {
    await rm(join(cluster, "postmaster.pid"), { force: true });
    const output = openSync(logPath(), "a", 0o600);
    const settings = {
      listen_addresses: "127.0.0.1",
      port: String(await freePort()),
      unix_socket_directories: "",
      max_connections: "60",
      shared_buffers: "64MB",
      timezone: "UTC",
      log_min_messages: "warning",
      // Parameters are citizens' words; they never go to a log.
      log_parameter_max_length: "0",
      log_parameter_max_length_on_error: "0",
      log_min_error_statement: "panic",
    };
    const args = ["-D", cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
    // Detached: Ctrl+C in a terminal goes to the service, which ends its work before the database stops.
    const child = spawnUnprivileged(program, args, { stdio: ["ignore", output, output], detached: true });
    closeSync(output);
    child.unref();
    const ended = once(child, "exit");
    const outcome = await Promise.race([ended, untilReady()]);
    // Lost the race against another process that started it too: that one is used.
    if (outcome !== "ready" && !(await readPostmaster(cluster))) {
      const said = (await readFile(logPath(), "utf8").catch(() => "")).slice(-MAX_SHOWN_LOG).trim();
      throw new Error(`the embedded database did not start:\n${said}`);
    }
  }

  async function untilReady(): Promise<"ready"> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (Date.now() < deadline) {
      if ((await readPostmaster(cluster))?.isReady) break;
      await pause(LOOK_EVERY_MS);
    }
    return "ready";
  }
}

async function canConnect(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    // A wrong password never becomes right by waiting.
    if ((error as { code?: unknown }).code === "28P01") {
      throw new Error(
        "the embedded database refuses the password kept in DATA_DIR/postgres.password; restore that file",
        {
          cause: error,
        },
      );
    }
    return false;
  }
}

async function isUsedByOthers(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    await client.end();
    return (rows[0]?.others ?? 0) > 0;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port on this machine");
  return address.port;
}
