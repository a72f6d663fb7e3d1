import type { Assets, Language, Places, Search } from "../flow/assets.ts";
import { checkFlows } from "../flow/definition/check-flows.ts";
import type { Flow } from "../flow/definition/flow.ts";
import { type ParsedFlow, parseFlow } from "../flow/definition/parse-flow.ts";
import { checkShape, type FileProblem, parseYaml } from "../lib/yaml-source.ts";
import { checkProcedures } from "../procedure/check-procedures.ts";
import { portalFile, sourcesFile } from "../procedure/definition.ts";
import { buildGuide } from "../procedure/guide/build-guide.ts";
import { parseProcedure, type ReadyProcedure } from "../procedure/parse-procedure.ts";
import type { ContentFiles } from "./read-files.ts";
import { createTexts, readNamespaces } from "./texts.ts";
import { type MatchCommand, readWords } from "./words.ts";

/** Everything that editors own, checked and ready to talk from. */
export interface Content {
  readonly assets: Assets;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly procedures: ReadonlyMap<string, ReadyProcedure>;
  readonly matchCommand: MatchCommand;
}

/** Something wrong in a file that editors own. `file` is its path in the content folder. */
export interface ContentProblem extends FileProblem {
  readonly file: string;
}

/** Parts that are built from other files, by the features that know them. */
export interface ContentParts {
  buildSearch(
    procedures: readonly ReadyProcedure[],
    files: ContentFiles,
  ): { search: Search } | { problems: ContentProblem[] };
  buildPlaces(files: ContentFiles): Places;
}

/** Builds content from its files, or says all that is wrong with them, by file and line. */
export function buildContent(
  files: ContentFiles,
  parts: ContentParts,
): { content: Content } | { problems: ContentProblem[] } {
  const problems: ContentProblem[] = [];
  const { namespaces, problems: textProblems } = readNamespaces(files);
  problems.push(...textProblems);

  const flows = readFlows(files, problems);
  const procedures = readProcedures(files, problems);
  const portal = readOne(files, "flows/procedures/_portal.yaml", portalFile, problems);
  const sources = readOne(files, "flows/procedures/_sources.yaml", sourcesFile, problems);
  const words = readWords(files.get("flows/words.yaml") ?? "");
  if ("problems" in words)
    problems.push(...words.problems.map((problem) => ({ file: "flows/words.yaml", ...problem })));
  if (problems.length > 0 || !portal || !sources || "problems" in words) return { problems: sorted(problems) };

  problems.push(
    ...checkFlows({ flows: [...flows.values()], files }),
    ...checkProcedures([...procedures.values()], portal, sources, files),
  );
  const searching = parts.buildSearch([...procedures.values()], files);
  if ("problems" in searching) problems.push(...searching.problems);
  if (problems.length > 0 || "problems" in searching) return { problems: sorted(problems) };

  const texts = createTexts(namespaces);
  const places = parts.buildPlaces(files);
  const text = (language: Language, key: string, vars?: Readonly<Record<string, string | number>>) =>
    texts.text(language, `guide:${key}`, vars);
  const byName = new Map([...flows].map(([slug, { flow }]) => [slug, flow]));
  const assets: Assets = {
    flow: (slug) => byName.get(slug),
    ...texts,
    guide: buildGuide({ procedures, portal, text, places }),
    search: searching.search,
    places,
  };
  return { content: { assets, flows: byName, procedures, matchCommand: words.matchCommand } };
}

function readFlows(files: ContentFiles, problems: ContentProblem[]): Map<string, ParsedFlow> {
  const flows = new Map<string, ParsedFlow>();
  for (const [file, text] of files) {
    const slug = /^flows\/([a-z0-9-]+)\.yaml$/.exec(file)?.[1];
    if (!slug || !isFlow(text)) continue;
    const parsed = parseFlow(slug, text);
    if ("flow" in parsed) flows.set(slug, parsed);
    else problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
  }
  return flows;
}

/** Beside flows, `flows/` holds words and tables: a flow states where it begins. */
function isFlow(text: string): boolean {
  return /^(first|steps):/m.test(text);
}

function readProcedures(files: ContentFiles, problems: ContentProblem[]): Map<string, ReadyProcedure> {
  const procedures = new Map<string, ReadyProcedure>();
  for (const [file, text] of files) {
    const slug = /^flows\/procedures\/([a-z0-9-]+)\.yaml$/.exec(file)?.[1];
    if (!slug) continue;
    const parsed = parseProcedure(slug, text);
    if ("procedure" in parsed) procedures.set(slug, parsed.procedure);
    else problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
  }
  return procedures;
}

function readOne<Shape>(
  files: ContentFiles,
  file: string,
  shape: Parameters<typeof checkShape<Shape>>[1],
  problems: ContentProblem[],
): Shape | undefined {
  const text = files.get(file);
  if (text === undefined) {
    problems.push({ file, line: 1, message: "is missing; restore it" });
    return undefined;
  }
  const checked = checkShape(parseYaml(text), shape);
  if ("value" in checked) return checked.value;
  problems.push(...checked.problems.map((problem) => ({ file, ...problem })));
  return undefined;
}

function sorted(problems: readonly ContentProblem[]): ContentProblem[] {
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
