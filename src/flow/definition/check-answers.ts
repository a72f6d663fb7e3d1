import { likely } from "../../lib/likely.ts";
import { compileCondition, compileExpression } from "../expression/expression.ts";
import { BUILT_IN_FIELDS } from "../steps/expressions.ts";
import { isFormat } from "../steps/formats.ts";
import type { Flow, Step, StepId } from "./flow.ts";
import type { Report } from "./report.ts";

/** Fields that steps keep answers in, and the conditions over them. */
export function checkAnswers(flow: Flow, report: Report): void {
  const declared = Object.keys(flow.fields);
  const mustBeDeclared = (name: string, path: readonly PropertyKey[]) => {
    if (!declared.includes(name))
      report(path, `the field "${name}" is not declared under fields${likely(name, declared)}; add it with its type`);
  };
  for (const [index, name] of flow.params.entries()) mustBeDeclared(name, ["params", index]);
  for (const [id, step] of Object.entries(flow.steps)) {
    for (const [name, ...path] of fieldsWritten(step)) mustBeDeclared(name, ["steps", id, ...path]);
    checkChoices(flow, id, step, report);
    if (step.type === "ask" && step.format && !isFormat(step.format))
      report(["steps", id, "format"], `there is no format "${step.format}"`);
    if (step.type === "personal" && step.action === "giveConsent" && !step.version) {
      report(["steps", id], 'a consent names the version of its wording: add version, such as "2026-11"');
    }
    checkExpressions(flow, id, step, report);
  }
}

function fieldsWritten(step: Step): [string, ...PropertyKey[]][] {
  switch (step.type) {
    case "choose":
    case "ask":
      return step.save ? [[step.save, "save"]] : [];
    case "find":
      return [[step.save, "save"], ...(step.from ? [[step.from, "from"] as [string, string]] : [])];
    case "set":
      return Object.keys(step.values).map((name) => [name, "values", name]);
    case "call":
      return Object.keys(step.save ?? {}).map((name) => [name, "save", name]);
    case "guide":
    case "dossier":
    case "remind":
      return [[step.procedure, "procedure"]];
    case "rate":
      return step.procedure ? [[step.procedure, "procedure"]] : [];
    case "personal":
      return step.field ? [[step.field, "field"]] : [];
    default:
      return [];
  }
}

function checkChoices(flow: Flow, id: StepId, step: Step, report: Report): void {
  if (step.type !== "choose" || !step.save) return;
  const values = flow.fields[step.save]?.values;
  if (!values) return;
  for (const choice of Object.keys(step.options)) {
    if (!values.includes(choice))
      report(
        ["steps", id, "options", choice],
        `"${choice}" is no value of the field ${step.save}; add it to its values`,
      );
  }
}

function checkExpressions(flow: Flow, id: StepId, step: Step, report: Report): void {
  const fields = { ...flow.fields, ...BUILT_IN_FIELDS };
  for (const { source, path, isCondition } of expressionsOf(step)) {
    const compiled = isCondition ? compileCondition(source, fields) : compileExpression(source, fields);
    if ("problem" in compiled)
      report(
        ["steps", id, ...path],
        `the ${isCondition ? "condition" : "value"} "${source.slice(0, 60)}": ${compiled.problem}`,
      );
  }
}

interface Written {
  readonly source: string;
  readonly path: readonly PropertyKey[];
  readonly isCondition: boolean;
}

function expressionsOf(step: Step): Written[] {
  const values = (record: Readonly<Record<string, string>> | undefined, key: string): Written[] =>
    Object.entries(record ?? {}).map(([name, source]) => ({ source, path: [key, name], isCondition: false }));
  switch (step.type) {
    case "branch":
      return step.cases.map(({ when }, index) => ({ source: when, path: ["cases", index, "when"], isCondition: true }));
    case "choose":
      return Object.entries(step.options).flatMap(([choice, { when }]) =>
        when ? [{ source: when, path: ["options", choice, "when"], isCondition: true }] : [],
      );
    case "set":
      return values(step.values, "values");
    case "call":
      return values(step.with, "with");
    case "end":
      return values(step.returns, "returns");
    case "remind":
      return [{ source: step.on, path: ["on"], isCondition: false }, ...values(step.with, "with")];
    case "dossier":
      return (["code", "appointmentOn"] as const).flatMap((key) => {
        const source = step[key];
        return source ? [{ source, path: [key], isCondition: false }] : [];
      });
    default:
      return [];
  }
}
