import type { EngagementFact } from "../flow/facts.ts";

/** A fact as the columns of `engagement_event` take it. */
export interface FactRow {
  readonly kind: string;
  readonly flow: string | null;
  readonly flowVersion: string | null;
  readonly step: string | null;
  readonly procedure: string | null;
  readonly procedureVersion: string | null;
  /** The one closed value that this kind of fact carries: a choice, a part, a reason. */
  readonly detail: string | null;
  readonly number: number | null;
  /** False for what is anonymous by law. */
  readonly isPersonal: boolean;
}

/** Fields that hold the one closed value of their fact; no kind has two of them, but for those joined below. */
const DETAILS = ["choice", "part", "reason", "what", "topic", "about", "code", "ref", "way", "portalStep"] as const;
/** Adds to the value before: `portal/attach`, `login/otp`. */
const MORE_DETAILS = ["detail", "cause"] as const;
const NUMBERS = ["rank", "times", "stars"] as const;

export function toFactRow(fact: EngagementFact): FactRow {
  const all: Readonly<Record<string, string | number | undefined>> = { ...fact };
  const textOf = (name: string) => (all[name] === undefined ? null : String(all[name]));
  const details = [...DETAILS, ...MORE_DETAILS].flatMap((name) => textOf(name) ?? []);
  const number = NUMBERS.map((name) => all[name]).find((value) => typeof value === "number");
  return {
    kind: fact.kind,
    flow: textOf("flow"),
    flowVersion: textOf("flow") === null ? null : textOf("version"),
    step: textOf("step"),
    procedure: textOf("procedure"),
    procedureVersion: textOf("procedureVersion"),
    detail: details.length > 0 ? details.join("/") : null,
    number: typeof number === "number" ? number : null,
    isPersonal: fact.kind !== "rated",
  };
}
