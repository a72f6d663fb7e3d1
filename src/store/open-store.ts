import pg from "pg";
import type { ConversationStore } from "../conversation/conversation-store.ts";
import type { LocalDate } from "../lib/local-date.ts";
import type { Log } from "../lib/log.ts";
import { createSeal } from "../lib/seal.ts";
import { createConversationStore } from "./conversations.ts";
import { type Database, openDatabase } from "./database.ts";
import { type EmbeddedServer, openEmbeddedServer } from "./embedded/embedded-server.ts";
import { type EngagementDay, exportEngagement, rollUpEngagement } from "./engagement.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { applyRetention } from "./retention.ts";
import { type AlreadyRunning, takeServiceLock } from "./service-lock.ts";

export interface StoreOptions {
  /** Absent: an embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  /** 32 bytes. */
  readonly secretKey: Uint8Array;
  readonly log: Log;
}

export interface HandOver {
  readonly id: string;
  readonly at: Date;
  readonly channel: string;
  readonly reason: string;
  readonly flow: string;
  readonly step: string;
  readonly procedure: string | null;
}

export interface ProcedureContent {
  readonly slug: string;
  readonly version: string;
  readonly content: unknown;
}

/** The truth: everything that is kept. */
export interface Store extends ConversationStore {
  /** The database answers and has every migration. */
  isReady(): Promise<boolean>;
  /** @throws {AlreadyRunning} when another service works on the same data */
  takeServiceLock(onLost: (error: AlreadyRunning) => void): Promise<void>;
  rollUpEngagement(today: LocalDate): Promise<LocalDate[]>;
  exportEngagement(from: LocalDate, to: LocalDate): Promise<EngagementDay[]>;
  applyRetention(now: Date): Promise<Record<string, number>>;
  /** Keeps what people are guided by, each version once. */
  keepProcedureVersions(procedures: readonly ProcedureContent[], at: Date): Promise<void>;
  /** People who asked for a person, the longest waiting first. */
  listHandOvers(limit: number): Promise<HandOver[]>;
  close(): Promise<void>;
}

/** Connects, or starts the embedded database, and brings it up to date. @throws {Error} saying what to do when it cannot */
export async function openStore({ databaseUrl, dataDir, secretKey, log }: StoreOptions): Promise<Store> {
  const embedded = databaseUrl ? undefined : await openEmbeddedServer(dataDir, log);
  const connection = () => embedded?.connection() ?? { connectionString: databaseUrl };
  await migrateOnce(connection(), log);
  const database = openDatabase(connection, log, async () => embedded?.ensureRunning());
  return createStore(database, secretKey, log, embedded);
}

function createStore(database: Database, secretKey: Uint8Array, log: Log, embedded: EmbeddedServer | undefined): Store {
  let lock: { release(): Promise<void> } | undefined;
  return {
    ...createConversationStore(database, createSeal(secretKey)),

    async isReady() {
      try {
        const [row] = await database.query<{ count: number }>(
          "is-ready",
          "select count(*)::int as count from migration",
          [],
        );
        return row?.count === readMigrations().length;
      } catch {
        return false;
      }
    },

    async takeServiceLock(onLost) {
      lock = await takeServiceLock(database, log, onLost);
    },

    rollUpEngagement: (today) => rollUpEngagement(database, today),
    exportEngagement: (from, to) => exportEngagement(database, from, to),
    applyRetention: (now) => applyRetention(database, now),
    keepProcedureVersions: (procedures, at) => keepProcedureVersions(database, procedures, at),
    listHandOvers: (limit) => listHandOvers(database, limit),

    async close() {
      await lock?.release();
      await database.close();
      await embedded?.release();
    },
  };
}

async function migrateOnce(connection: pg.ClientConfig, log: Log): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Error("the database cannot be reached; is it running, and is DATABASE_URL right?", { cause: error });
  }
  try {
    await migrate(client, log);
  } finally {
    await client.end();
  }
}

async function keepProcedureVersions(
  database: Database,
  procedures: readonly ProcedureContent[],
  at: Date,
): Promise<void> {
  const text = `insert into procedure_version (slug, version, content, first_used_at)
    select slug, version, content::jsonb, $4 from unnest($1::text[], $2::text[], $3::text[]) as p(slug, version, content)
    on conflict do nothing`;
  await database.query("keep-procedure-versions", text, [
    procedures.map(({ slug }) => slug),
    procedures.map(({ version }) => version),
    procedures.map(({ content }) => JSON.stringify(content)),
    at,
  ]);
}

async function listHandOvers(database: Database, limit: number): Promise<HandOver[]> {
  const text = `select h.id::text, h.at, p.channel, h.reason, h.flow, h.step, h.procedure
    from hand_over h join person p on p.id = h.person_id where h.closed_at is null order by h.at limit $1`;
  return database.query<HandOver & Record<string, unknown>>("list-hand-overs", text, [limit]);
}
