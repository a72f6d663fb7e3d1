import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Texts of a content folder by their path in it, with `/`: `flows/menu.yaml`, `locales/vi/engine.json`. */
export type ContentFiles = ReadonlyMap<string, string>;

const FOLDERS = ["flows", "locales"];
const ENDINGS = [".yaml", ".json", ".tsv"];

/** Reads everything that editors own. @param folder holds `flows/` and `locales/` */
export async function readContentFiles(folder: string): Promise<ContentFiles> {
  const paths = await Promise.all(FOLDERS.map((name) => listFiles(join(folder, name))));
  const wanted = paths.flat().filter((path) => ENDINGS.some((ending) => path.endsWith(ending)));
  const entries = await Promise.all(
    wanted.map(async (path) => [relative(folder, path).split(sep).join("/"), await readFile(path, "utf8")] as const),
  );
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
