import { fileURLToPath } from "node:url";
import { contentParts, loadContent } from "../app.ts";
import { type Config, readConfig } from "../config.ts";
import type { Content } from "../content/content.ts";
import { createLog } from "../lib/log.ts";
import { readSecretKey } from "../secret-key.ts";
import { openStore, type Store } from "../store/open-store.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The configuration as the service reads it: environment and `.env`. */
export function configOfHere(): Config {
  return readConfig(process.env);
}

export function contentDirOf(config: Config): string {
  return config.CONTENT_DIR ?? ROOT;
}

/** @throws {ContentUnusable} when flows or texts are not sound */
export function openContent(config: Config): Promise<Content> {
  return loadContent(contentDirOf(config), contentParts(config));
}

/** Works with the store beside a running service, and lets go of it afterwards. */
export async function withStore<Result>(config: Config, work: (store: Store) => Promise<Result>): Promise<Result> {
  const secretKey = await readSecretKey(config.DATA_DIR, config.SECRET_KEY);
  // Lines of the log would mix with what the command prints.
  const log = createLog("error", process.stderr);
  const store = await openStore({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR, secretKey, log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
