import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { isAlive } from "./postmaster.ts";
import { spawnUnprivileged } from "./run-as.ts";

export const DATABASE_USER = "donghanhso";
const MAJOR_VERSION = "18";
const MAX_SHOWN_OUTPUT = 2_000;

export function clusterPath(dataDir: string): string {
  return join(dataDir, "postgres");
}

/**
 * Makes the cluster under `DATA_DIR/postgres` unless it is there. It is made under another name and renamed once it is
 * whole, so a crash in the middle leaves nothing that looks like a cluster.
 *
 * @returns true when it was made now
 * @throws {Error} when it cannot be made, with what initdb said, or belongs to another major version
 */
export async function ensureCluster(dataDir: string, binaries: Binaries): Promise<boolean> {
  const cluster = clusterPath(dataDir);
  await mkdir(dataDir, { recursive: true });
  if (existsSync(join(cluster, "PG_VERSION"))) {
    await refuseOtherVersion(cluster);
    return false;
  }
  await removeLeftovers(dataDir);
  const making = `${cluster}.making-${process.pid}`;
  await initialise(making, binaries, passwordPath(dataDir));
  try {
    await rename(making, cluster);
    return true;
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Another process was faster; its cluster is as good.
    if (existsSync(join(cluster, "PG_VERSION"))) return false;
    throw error;
  }
}

/** The password of the embedded database: made once, readable by its owner only. */
export async function readPassword(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const path = passwordPath(dataDir);
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(randomBytes(24).toString("base64url"));
    await file.sync();
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return (await readFile(path, "utf8")).trim();
}

function passwordPath(dataDir: string): string {
  return join(dataDir, "postgres.password");
}

async function initialise(folder: string, { initdb }: Binaries, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    `--username=${DATABASE_USER}`,
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-instructions",
  ];
  const child = spawnUnprivileged(initdb, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-MAX_SHOWN_OUTPUT);
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new Error(`the embedded database could not be made in ${folder}:\n${output.trim()}`);
}

async function refuseOtherVersion(cluster: string): Promise<void> {
  const version = (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  if (version === MAJOR_VERSION) return;
  throw new Error(
    `${cluster} belongs to PostgreSQL ${version}, this version brings ${MAJOR_VERSION}; make a backup with the version that made it and restore it into an empty DATA_DIR`,
  );
}

/** Half-made clusters of processes that died. */
async function removeLeftovers(dataDir: string): Promise<void> {
  const prefix = `${basename(clusterPath(dataDir))}.making-`;
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      await rm(join(dataDir, name), { recursive: true, force: true });
    }
  }
}
