import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** Something wrong in a file that people write, with the line to look at (from 1) and what to do. */
export interface FileProblem {
  readonly line: number;
  readonly message: string;
}

/** A YAML text that still knows on which line everything stands. */
export interface YamlSource {
  readonly value: unknown;
  readonly problems: readonly FileProblem[];
  /** The line of the entry at `path`, or of the nearest one above it that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** A text over this is no configuration file; it is refused before it is parsed. */
const MAX_LENGTH = 1_000_000;
/** `&a [*b, *b]` again and again makes small files huge; our files use no aliases. */
const MAX_ALIASES = 0;

export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  if (text.length > MAX_LENGTH) {
    return {
      value: undefined,
      problems: [{ line: 1, message: `is over ${MAX_LENGTH} characters; split it` }],
      lineOf: () => 1,
    };
  }
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, ""),
  }));
  const value = problems.length > 0 ? undefined : toValue(document, problems);
  return { value, problems, lineOf: (path) => lineOf(document, lines, path) };
}

/** Checks a parsed file against a shape; each problem gets the line of the entry it is about. */
export function checkShape<Shape>(
  source: YamlSource,
  shape: z.ZodType<Shape>,
): { value: Shape } | { problems: FileProblem[] } {
  if (source.problems.length > 0) return { problems: [...source.problems] };
  const parsed = shape.safeParse(source.value);
  if (parsed.success) return { value: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const keys = "keys" in issue && Array.isArray(issue.keys) ? issue.keys : [];
    const where = [...issue.path.map(String), ...(keys.length === 1 ? keys.map(String) : [])];
    return { line: source.lineOf(where), message: `${where.join(".") || "file"}: ${inWords(issue)}` };
  });
  return { problems };
}

/** A bad key says only that it is bad; why stands one level deeper. */
function inWords(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_key" ? issue.issues.map(({ message }) => message).join("; ") : issue.message;
}

function toValue(document: Document, problems: FileProblem[]): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    problems.push({ line: 1, message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const offset = keyOffset(parent, path[depth - 1]);
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

/** Where the key (or the list entry) begins: for a person, that is the line of an entry, not where its value starts. */
function keyOffset(parent: unknown, key: PropertyKey | undefined): number | undefined {
  if (typeof parent !== "object" || parent === null || !("items" in parent) || !Array.isArray(parent.items))
    return undefined;
  for (const [index, item] of parent.items.entries()) {
    if ("key" in item && String(item.key?.value ?? item.key) === String(key)) return item.key?.range?.[0];
    if (!("key" in item) && index === Number(key)) return item?.range?.[0];
  }
  return undefined;
}
