import type { Answers, Field, FieldName, Flow, Value } from "../definition/flow.ts";
import { type Compiled, compileCondition, compileExpression } from "../expression/expression.ts";
import type { Standing } from "./outcome.ts";

/** What every flow may read besides its own fields. */
export const BUILT_IN_FIELDS: Readonly<Record<FieldName, Field>> = {
  /** The person agreed that we remember dossiers and send reminders. */
  consented: { type: "boolean" },
  language: { type: "choice", values: ["vi", "en"] },
};

/** Compiled once per flow version; forgotten with it. */
const compiled = new WeakMap<Flow, Map<string, Compiled>>();

export function holds(source: string, at: Standing): boolean {
  return run(source, at, compileCondition) === true;
}

export function evaluate(source: string, at: Standing): Value {
  return run(source, at, compileExpression);
}

/** Values for several fields at once; each sees the answers as they were before. */
export function evaluateAll(sources: Readonly<Record<FieldName, string>> | undefined, at: Standing): Answers {
  return Object.fromEntries(Object.entries(sources ?? {}).map(([name, source]) => [name, evaluate(source, at)]));
}

function run(source: string, at: Standing, compile: typeof compileCondition): Value {
  const known = compiled.get(at.flow) ?? new Map<string, Compiled>();
  compiled.set(at.flow, known);
  const key = `${compile === compileCondition ? "?" : "="}${source}`;
  const result = known.get(key) ?? compile(source, { ...at.flow.fields, ...BUILT_IN_FIELDS });
  known.set(key, result);
  if ("problem" in result) throw new Error(`${at.flow.slug}.${at.stepId}: ${result.problem}`);
  const builtIn = { consented: at.session.profile.consentVersion !== undefined, language: at.session.language };
  return result.expression.evaluate({ ...at.frame.answers, ...builtIn }, at.today);
}
