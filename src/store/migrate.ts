import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Client } from "pg";
import type { Log } from "../lib/log.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
/** Any number that nothing else uses: processes that start together migrate one after another. */
const LOCK = 7_254_101;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings the database up to this program's version. Forward only, each file in a transaction of its own.
 *
 * @throws {Error} when the database was made by a newer program, or an applied file was changed afterwards
 */
export async function migrate(client: Client, log: Log): Promise<void> {
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    await client.query(
      "create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ name: string; checksum: string }>("select name, checksum from migration");
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    const wanted = readMigrations();
    refuseUnknown(applied, wanted);
    for (const migration of wanted) {
      if (applied.has(migration.name)) continue;
      await apply(client, migration);
      log.info({ migration: migration.name }, "database migrated");
    }
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

/** How many migrations this program knows; the database must have them all to be ready. */
export function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()
    .map((name) => {
      const sql = readFileSync(new URL(name, FOLDER), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function refuseUnknown(applied: ReadonlyMap<string, string>, wanted: readonly Migration[]): void {
  const known = new Map(wanted.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    if (!known.has(name)) {
      throw new Error(
        `the database has migration ${name}, which this version does not know; start the newer version again`,
      );
    }
    if (known.get(name) !== checksum) {
      throw new Error(`migration ${name} was changed after it had been applied; restore the file and write a new one`);
    }
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into migration (name, checksum) values ($1, $2)", [name, checksum]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`migration ${name} failed`, { cause: error });
  }
}
