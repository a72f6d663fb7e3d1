import { z } from "zod";
import { checkShape, type FileProblem, parseYaml } from "../lib/yaml-source.ts";

const phrases = z.array(z.string());

/** `flows/synonyms.yaml` */
const synonymsShape = z.object({
  same: z.array(phrases.min(2)),
  procedures: z.record(z.string(), z.array(phrases)),
  outside: z.record(z.string(), phrases),
  fillers: phrases,
});
/** `flows/abbreviations.yaml` */
const abbreviationsShape = z.object({ words: z.record(z.string(), z.union([z.string(), phrases])) });
/** `flows/intents.yaml` */
const INTENTS = ["greeting", "thanks", "complaint", "person", "emergency", "abuse", "smallTalk"] as const;
const intentsShape = z.object({
  polite: phrases,
  ...(Object.fromEntries(INTENTS.map((name) => [name, phrases])) as Record<Intent, typeof phrases>),
});

export type Intent = (typeof INTENTS)[number];

/** Words for the search beside those of the procedures themselves. */
export interface SearchData {
  /** Groups that mean the same; the first entry stands for all. */
  readonly same: readonly (readonly string[])[];
  readonly procedures: Readonly<Record<string, readonly string[]>>;
  /** Topics that no procedure answers. */
  readonly outside: readonly string[];
  readonly fillers: readonly string[];
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
  readonly intents: Readonly<Record<Intent, readonly string[]>>;
  /** Words that people add to any message. */
  readonly polite: readonly string[];
}

type Problem = FileProblem & { readonly file: string };

/** Reads the three files of words. */
export function readSearchData(files: ReadonlyMap<string, string>): { data: SearchData } | { problems: Problem[] } {
  const problems: Problem[] = [];
  const read = <Shape>(file: string, shape: z.ZodType<Shape>): Shape | undefined => {
    const checked = checkShape(parseYaml(files.get(file) ?? ""), shape);
    if ("value" in checked) return checked.value;
    problems.push(...checked.problems.map((problem) => ({ file, ...problem })));
    return undefined;
  };
  const synonyms = read("flows/synonyms.yaml", synonymsShape);
  const abbreviations = read("flows/abbreviations.yaml", abbreviationsShape);
  const intents = read("flows/intents.yaml", intentsShape);
  if (!synonyms || !abbreviations || !intents) return { problems };
  const split = (list: readonly string[]) => list.flatMap((entry) => entry.split(",")).map((word) => word.trim());
  return {
    data: {
      same: synonyms.same,
      procedures: Object.fromEntries(Object.entries(synonyms.procedures).map(([slug, lists]) => [slug, lists.flat()])),
      outside: Object.values(synonyms.outside).flat(),
      fillers: split(synonyms.fillers),
      abbreviations: new Map(
        Object.entries(abbreviations.words).map(([word, means]) => [word, typeof means === "string" ? [means] : means]),
      ),
      intents: Object.fromEntries(INTENTS.map((name) => [name, intents[name]])) as Record<Intent, string[]>,
      polite: intents.polite,
    },
  };
}
