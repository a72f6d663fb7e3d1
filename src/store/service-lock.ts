import { hostname } from "node:os";
import type pg from "pg";
import type { Log } from "../lib/log.ts";
import type { Database } from "./database.ts";

/** Any number that nothing else uses. */
const LOCK = 7_254_102;
const RETAKE_EVERY_MS = 1_000;

/** Another service works on the same data, and without Redis the two would not know of each other. */
export class AlreadyRunning extends Error {
  override readonly name = "AlreadyRunning";
}

/**
 * Makes sure that one service alone works on this database. The lock belongs to a connection: it goes when the
 * process dies, however it dies, and is taken again after the database was away.
 *
 * @throws {AlreadyRunning} naming the other process and since when it runs
 */
export async function takeServiceLock(
  database: Database,
  log: Log,
  onLost: (error: AlreadyRunning) => void,
): Promise<{ release(): Promise<void> }> {
  let isReleased = false;
  let holder = await take();
  watch();

  return {
    async release() {
      isReleased = true;
      await holder.end().catch(() => {});
    },
  };

  async function take(): Promise<pg.Client> {
    const client = await database.connect();
    const name = `donghanhso pid ${process.pid} on ${hostname()}`;
    await client.query("select set_config('application_name', $1, false)", [name.slice(0, 63)]);
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [LOCK]);
    if (rows[0]?.taken) return client;
    const other = await client.query<{ name: string; since: Date }>(
      `select a.application_name as name, a.backend_start as since from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.objid = $1 and l.granted limit 1`,
      [LOCK],
    );
    await client.end();
    const { name: who = "another process", since } = other.rows[0] ?? {};
    throw new AlreadyRunning(
      `another service works on the same data: ${who}${since ? `, since ${since.toISOString()}` : ""}. Stop it, choose another DATA_DIR or DATABASE_URL, or set REDIS_URL so that several can work together.`,
    );
  }

  function watch(): void {
    const retake = () => {
      if (isReleased) return;
      take().then(
        (client) => {
          holder = client;
          watch();
        },
        (error: unknown) => {
          if (error instanceof AlreadyRunning) return onLost(error);
          setTimeout(retake, RETAKE_EVERY_MS).unref();
        },
      );
    };
    holder.once("end", () => {
      if (!isReleased) log.warn("the service lock was lost with its connection and is taken again");
      retake();
    });
  }
}
