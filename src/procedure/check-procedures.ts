import { type FileProblem, parseYaml } from "../lib/yaml-source.ts";
import type { PortalFile, SourcesFile } from "./definition.ts";
import type { ReadyFullProcedure, ReadyProcedure } from "./parse-procedure.ts";

type Problem = FileProblem & { readonly file: string };

/** What spans several files: sources that are named, procedures that are pointed to, common steps that are used. */
export function checkProcedures(
  procedures: readonly ReadyProcedure[],
  portal: PortalFile,
  sources: SourcesFile,
  files: ReadonlyMap<string, string>,
): Problem[] {
  const slugs = new Set(procedures.map(({ data }) => data.slug));
  const steps = new Set(portal.steps.map(({ id }) => id));
  return procedures.flatMap((procedure) => {
    const file = `flows/procedures/${procedure.data.slug}.yaml`;
    const source = parseYaml(files.get(file) ?? "");
    const problems: Problem[] = [];
    const add = (path: readonly PropertyKey[], message: string) =>
      problems.push({ file, line: source.lineOf(path), message: `${path.map(String).join(".")}: ${message}` });

    for (const { path, keys } of provenancesOf(procedure)) {
      for (const key of keys)
        if (!(key in sources)) add([...path, "sources"], `the source ${key} is not in _sources.yaml; add it there`);
    }
    if (procedure.depth === "summary") return problems;
    const { data } = procedure;
    for (const [index, { to }] of data.redirects.entries()) {
      if (!slugs.has(to))
        add(["redirects", index, "to"], `there is no procedure ${to}; use the name of a file beside this one`);
    }
    for (const [index, to] of data.related.entries()) {
      if (!slugs.has(to))
        add(["related", index], `there is no procedure ${to}; use the name of a file beside this one`);
    }
    for (const [index, step] of (data.portal?.steps ?? []).entries()) {
      if ("use" in step && !steps.has(step.use))
        add(["portal", "steps", index], `there is no common step ${step.use} in _portal.yaml`);
    }
    for (const name of idleQuestions(procedure))
      add(["questions", name], "no paper, fee, time, office or step depends on it; remove it or use it");
    return problems;
  });
}

/** Questions that nothing depends on, whatever the others' answers. */
function idleQuestions(procedure: ReadyFullProcedure): string[] {
  const used = new Set([...procedure.conditions.values()].flatMap(({ fieldsUsed }) => fieldsUsed));
  return Object.keys(procedure.data.questions).filter((name) => !used.has(name));
}

function provenancesOf({ data }: ReadyProcedure): { path: PropertyKey[]; keys: readonly string[] }[] {
  const found: { path: PropertyKey[]; keys: readonly string[] }[] = [
    { path: ["identity"], keys: data.identity.sources },
  ];
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "object" && value !== null && "facts" in value) {
      const { facts } = value as { facts: { sources: readonly string[] } };
      found.push({ path: [name, "facts"], keys: facts.sources });
    }
  }
  return found;
}
