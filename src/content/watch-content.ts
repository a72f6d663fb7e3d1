import { watch } from "node:fs";
import { join } from "node:path";

/** An editor's program writes a file in several steps; what changes within this time is read together. */
const SETTLE_MS = 200;

/** Calls `onChange` after files under `flows/` or `locales/` changed. @returns stops watching */
export function watchContent(folder: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const watchers = ["flows", "locales"].map((name) => watch(join(folder, name), { recursive: true }, later));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
