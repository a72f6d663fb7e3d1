import pg from "pg";
import { StoreUnavailable } from "../conversation/conversation-store.ts";
import type { Log } from "../lib/log.ts";

/** Turns need two at a time (group commit), pages and background work a few more. */
const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

export type Row = Record<string, unknown>;

/** The database as the store uses it: one statement at a time, prepared by name. */
export interface Database {
  /** @throws {StoreUnavailable} while the database cannot be reached or cannot serve */
  query<Result extends Row>(name: string, text: string, values: readonly unknown[]): Promise<Result[]>;
  /** A connection of one's own, for a lock that lives as long as the connection. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** @param onLost called when a statement finds the database away, e.g. to start an embedded server again */
export function openDatabase(connection: () => pg.ClientConfig, log: Log, onLost: () => Promise<void>): Database {
  let pool = newPool();
  let isAway = false;
  let restoring: Promise<void> | undefined;

  return {
    async query<Result extends Row>(name: string, text: string, values: readonly unknown[]) {
      try {
        const { rows } = await pool.query<Result>({ name, text, values: values as unknown[] });
        if (isAway) log.info("the database is back");
        isAway = false;
        return rows;
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        if (!isAway) log.error({ err: error }, "the database is away; messages are refused until it is back");
        isAway = true;
        restore();
        throw new StoreUnavailable("the database cannot be reached", { cause: error });
      }
    },

    async connect() {
      const client = new pg.Client(connection());
      client.on("error", () => {});
      await client.connect();
      return client;
    },

    async close() {
      await restoring;
      await pool.end();
    },
  };

  function newPool(): pg.Pool {
    const fresh = new pg.Pool({
      ...connection(),
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced at the next use; unheard, the event would end the process.
    fresh.on("error", () => {});
    return fresh;
  }

  /** Lets an embedded server be started again, once at a time; it may come back under another port. */
  function restore(): void {
    restoring ??= onLost()
      .then(async () => {
        const old = pool;
        pool = newPool();
        await old.end();
      })
      .catch((error: unknown) => log.error({ err: error }, "the database could not be started again"))
      .finally(() => {
        restoring = undefined;
      });
  }
}

/** Classes of SQLSTATE that pass by themselves: connection, resources, shutdown. @source PostgreSQL docs, appendix A */
const PASSING = /^(08|53|57P|58)/;
const PASSING_NODE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
  "EHOSTUNREACH",
]);

function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string") return PASSING.test(code) || PASSING_NODE.has(code);
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
    error.message,
  );
}
