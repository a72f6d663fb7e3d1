import { type Compiled, compileCondition, type Expression, type Fields } from "../flow/expression/expression.ts";
import { textHash } from "../lib/text-hash.ts";
import { checkShape, type FileProblem, parseYaml, type YamlSource } from "../lib/yaml-source.ts";
import { type FullProcedure, type Procedure, procedureFile, type Question } from "./definition.ts";

/** A procedure ready to be asked about: its conditions compiled, its version known. */
export type ReadyProcedure =
  | { readonly depth: "summary"; readonly version: string; readonly data: Extract<Procedure, { depth: "summary" }> }
  | ReadyFullProcedure;

export interface ReadyFullProcedure {
  readonly depth: "full";
  readonly version: string;
  readonly data: FullProcedure;
  /** Every condition of the file by its source text; terms are among them under their names. */
  readonly conditions: ReadonlyMap<string, Expression>;
}

/** An entry that applies only sometimes. */
export interface Rule {
  readonly when?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

/**
 * Reads `flows/procedures/<slug>.yaml`.
 *
 * @returns the procedure, or every problem with its line and what to do
 */
export function parseProcedure(
  slug: string,
  text: string,
): { procedure: ReadyProcedure } | { problems: FileProblem[] } {
  const source = parseYaml(text);
  const checked = checkShape(source, procedureFile);
  if ("problems" in checked) return checked;
  const data = checked.value;
  const problems: FileProblem[] = [];
  if (data.slug !== slug)
    problems.push({ line: source.lineOf(["slug"]), message: `slug: must be ${slug}, as the file is named` });
  const version = textHash(text);
  if (data.depth === "summary") {
    return problems.length > 0 ? { problems } : { procedure: { depth: "summary", version, data } };
  }
  const conditions = compileAll(data, source, problems);
  problems.push(...findRuleProblems(data, source));
  return problems.length > 0 ? { problems } : { procedure: { depth: "full", version, data, conditions } };
}

/** The questions as declared fields; terms are booleans that conditions may use like questions. */
export function fieldsOf(data: FullProcedure): Fields {
  const questions = Object.entries(data.questions).map(
    ([name, question]) => [name, { type: fieldType(question) }] as const,
  );
  const terms = Object.keys(data.terms).map((name) => [name, { type: "boolean" }] as const);
  return Object.fromEntries([...questions, ...terms]);
}

function fieldType({ type }: Question): Fields[string]["type"] {
  return type === "yesNo" ? "boolean" : type;
}

/** Where conditions stand in the file: their list and the path to each entry. */
export function rulesOf(
  data: FullProcedure,
): { path: readonly (string | number)[]; rule: Rule & { because?: string | undefined } }[] {
  const lists: [readonly string[], readonly object[]][] = [
    [["redirects"], data.redirects],
    [["papers", "list"], data.papers.list],
    [["fees", "list"], data.fees.list],
    [["times", "list"], data.times.list],
    [["offices", "list"], data.offices.list],
    [["portal", "steps"], data.portal?.steps ?? []],
    [["counter", "steps"], data.counter.steps],
    [["afterwards"], data.afterwards],
    [["returns", "list"], data.returns.list],
    [["deadlines"], data.deadlines],
    [["unknowns"], data.unknowns],
    [["caveats"], data.caveats],
  ];
  return lists.flatMap(([path, list]) => list.map((rule, index) => ({ path: [...path, index], rule: rule as Rule })));
}

function compileAll(data: FullProcedure, source: YamlSource, problems: FileProblem[]): Map<string, Expression> {
  const fields = fieldsOf(data);
  const conditions = new Map<string, Expression>();
  const keep = (key: string, compiled: Compiled, path: readonly (string | number)[]) => {
    if ("expression" in compiled) conditions.set(key, compiled.expression);
    else problems.push({ line: source.lineOf(path), message: `${path.join(".")}: condition ${compiled.problem}` });
  };
  const termNames = Object.keys(data.terms);
  for (const [index, [name, term]] of Object.entries(data.terms).entries()) {
    // A term may use those above it, never itself or those below: no circles.
    const allowed = Object.fromEntries(
      Object.entries(fields).filter(([field]) => !termNames.slice(index).includes(field)),
    );
    keep(name, compileCondition(term, allowed), ["terms", name]);
  }
  for (const { path, rule } of rulesOf(data)) {
    if (rule.when && !conditions.has(rule.when))
      keep(rule.when, compileCondition(rule.when, fields), [...path, "when"]);
  }
  return conditions;
}

function findRuleProblems(data: FullProcedure, source: YamlSource): FileProblem[] {
  const seen = new Set<string>();
  return rulesOf(data).flatMap(({ path, rule }) => {
    const problems: FileProblem[] = [];
    const at = (message: string) =>
      problems.push({ line: source.lineOf(path), message: `${path.join(".")}: ${message}` });
    const { id } = rule as { id?: string };
    const place = `${path.slice(0, -1).join(".")}/${id}`;
    if (id && seen.has(place)) at(`the id ${id} stands twice in this list; give each entry its own`);
    if (id) seen.add(place);
    const needsReason = path[0] === "papers" && rule.when && !rule.because;
    if (needsReason) at("a paper that only some people need says why: add because");
    if (rule.validFrom && rule.validTo && rule.validFrom > rule.validTo) at("validFrom is after validTo; swap them");
    return problems;
  });
}
