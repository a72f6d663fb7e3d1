import { checkAnswers } from "./check-answers.ts";
import { checkCalls, checkNeededFlows, checkStructure } from "./check-structure.ts";
import { checkTextFiles, checkTexts } from "./check-texts.ts";
import type { ParsedFlow } from "./parse-flow.ts";
import type { FlowProblem, FlowSet, Report } from "./report.ts";

/**
 * Everything about flows that their shape alone does not show: where they lead, what they keep, what they say.
 *
 * @param files every file of the content folder by its path, for the texts
 */
export function checkFlows({
  flows,
  files,
}: {
  flows: readonly ParsedFlow[];
  files: ReadonlyMap<string, string>;
}): FlowProblem[] {
  const bySlug = new Map(flows.map(({ flow }) => [flow.slug, flow]));
  const set: FlowSet = { slugs: [...bySlug.keys()], flow: (slug) => bySlug.get(slug) };
  const problems = flows.flatMap(({ flow, source }) => {
    const own: FlowProblem[] = [];
    const report: Report = (path, message) =>
      own.push({
        file: `flows/${flow.slug}.yaml`,
        line: source.lineOf(path),
        message: `${path.map(String).join(".")}: ${message}`,
      });
    checkStructure(flow, report);
    checkCalls(flow, set, report);
    checkAnswers(flow, report);
    return [...own, ...checkTexts(flow, files)];
  });
  const missing = checkNeededFlows(set.slugs).map((message) => ({ file: "flows", line: 1, message }));
  return [...problems, ...missing, ...checkTextFiles(new Set(set.slugs), files)];
}
