import { fileURLToPath } from "node:url";
import { contentParts, loadContent } from "../../src/app.ts";
import { buildContent, type Content, type ContentProblem } from "../../src/content/content.ts";
import { type ContentFiles, readContentFiles } from "../../src/content/read-files.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PARTS = contentParts({ PROVINCE: "24" });

/** The flows, texts and procedures that are shipped. */
export function shippedContent(): Promise<Content> {
  return loadContent(ROOT, PARTS);
}

export function shippedFiles(): Promise<ContentFiles> {
  return readContentFiles(ROOT);
}

/** What the checks say of the shipped files with some of them changed. */
export function problemsOf(files: ContentFiles): readonly ContentProblem[] {
  const built = buildContent(files, PARTS);
  return "problems" in built ? built.problems : [];
}
