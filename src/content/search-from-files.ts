import type { Search } from "../flow/assets.ts";
import type { ReadyProcedure } from "../procedure/parse-procedure.ts";
import { buildSearch } from "../search/build-search.ts";
import { readSearchData } from "../search/search-data.ts";
import type { ContentProblem } from "./content.ts";
import type { ContentFiles } from "./read-files.ts";

/** The search over a catalogue, with the words of `flows/`. */
export function searchFromFiles(
  procedures: readonly ReadyProcedure[],
  files: ContentFiles,
): { search: Search } | { problems: ContentProblem[] } {
  const read = readSearchData(files);
  if ("problems" in read) return read;
  const entries = procedures.map(({ data }) => ({
    slug: data.slug,
    name: data.names.plain,
    official: data.names.official,
    code: data.code,
    synonyms: data.synonyms,
    summary: data.summary,
  }));
  return { search: buildSearch(entries, read.data) };
}
