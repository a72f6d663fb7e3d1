import type { Answers, Value } from "../flow/definition/flow.ts";
import type { LocalDate } from "../lib/local-date.ts";
import type { FullProcedure } from "./definition.ts";
import type { ReadyFullProcedure, Rule } from "./parse-procedure.ts";

/** What one person needs: the entries of a procedure that apply to their answers on a day. */
export interface Case {
  readonly redirect: FullProcedure["redirects"][number] | undefined;
  readonly papers: FullProcedure["papers"]["list"];
  readonly fees: FullProcedure["fees"]["list"];
  readonly times: FullProcedure["times"]["list"];
  readonly offices: FullProcedure["offices"]["list"];
  readonly portalSteps: NonNullable<FullProcedure["portal"]>["steps"];
  readonly counterSteps: FullProcedure["counter"]["steps"];
  readonly afterwards: FullProcedure["afterwards"];
  readonly returns: FullProcedure["returns"]["list"];
  readonly deadlines: FullProcedure["deadlines"];
  readonly unknowns: FullProcedure["unknowns"];
  readonly caveats: FullProcedure["caveats"];
}

/** What is not answered reads as empty; ask `nextQuestion` until it has none to be sure of the case. */
export function caseOf(procedure: ReadyFullProcedure, answers: Answers, today: LocalDate): Case {
  const { data } = procedure;
  const known = withTerms(procedure, answers, today);
  const applying = <Entry extends object>(list: readonly Entry[]) =>
    list.filter((entry) => applies(procedure, entry as Rule, known, today));
  return {
    redirect: applying(data.redirects)[0],
    papers: applying(data.papers.list),
    fees: applying(data.fees.list),
    times: applying(data.times.list),
    offices: applying(data.offices.list),
    portalSteps: applying(data.portal?.steps ?? []),
    counterSteps: applying(data.counter.steps),
    afterwards: applying(data.afterwards),
    returns: applying(data.returns.list),
    deadlines: applying(data.deadlines),
    unknowns: applying(data.unknowns),
    caveats: applying(data.caveats),
  };
}

/** In force on `day`, both ends included. */
export function isInForce({ validFrom, validTo }: Rule, day: LocalDate): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo);
}

/** The answers together with what the procedure's named conditions make of them. */
export function withTerms(
  { data, conditions }: ReadyFullProcedure,
  answers: Answers,
  today: LocalDate,
): Readonly<Record<string, Value | undefined>> {
  const known: Record<string, Value | undefined> = {};
  for (const name of Object.keys(data.questions)) if (answers[name] !== undefined) known[name] = answers[name];
  for (const name of Object.keys(data.terms)) known[name] = conditions.get(name)?.evaluate(known, today) === true;
  return known;
}

function applies(
  { conditions }: ReadyFullProcedure,
  rule: Rule,
  known: Readonly<Record<string, Value | undefined>>,
  today: LocalDate,
): boolean {
  if (!isInForce(rule, today)) return false;
  return rule.when === undefined || conditions.get(rule.when)?.evaluate(known, today) === true;
}
