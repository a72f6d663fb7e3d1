import type { GuideInput, GuideOutcome, GuideSaid, Language, Places } from "../../flow/assets.ts";
import type { LocalDate } from "../../lib/local-date.ts";
import { type Case, caseOf } from "../case.ts";
import type { PortalFile } from "../definition.ts";
import type { ReadyFullProcedure, ReadyProcedure } from "../parse-procedure.ts";

export type TextOf = (language: Language, key: string, vars?: Readonly<Record<string, string | number>>) => string;

/** What the guide talks from. */
export interface GuideSource {
  readonly procedures: ReadonlyMap<string, ReadyProcedure>;
  readonly portal: PortalFile;
  /** Texts of `locales/<lang>/guide.json` by key. */
  readonly text: TextOf;
  readonly places: Places;
}

/** One part being played for one person. */
export interface PartContext {
  readonly input: GuideInput;
  readonly source: GuideSource;
  readonly procedure: ReadyFullProcedure;
  /** What this person needs, by their answers so far. */
  readonly theirs: Case;
  readonly today: LocalDate;
  t(key: string, vars?: Readonly<Record<string, string | number>>): string;
}

/** One part of the talk. A part without `receive` only tells. */
export interface Part {
  enter(context: PartContext): GuideOutcome;
  receive?(context: PartContext, said: GuideSaid): GuideOutcome;
  back?(context: PartContext): GuideOutcome | undefined;
}

export const MISUNDERSTOOD: GuideOutcome = { says: [], next: { type: "misunderstood" } };

export function contextOf(input: GuideInput, source: GuideSource, procedure: ReadyFullProcedure): PartContext {
  return {
    input,
    source,
    procedure,
    theirs: caseOf(procedure, input.answers, input.today),
    today: input.today,
    t: (key, vars) => source.text(input.language, key, vars),
  };
}

/** Says something and leads on. */
export function done(outcome: string, more: Partial<GuideOutcome> = {}): GuideOutcome {
  return { says: [], ...more, next: { type: "done", outcome } };
}

export function shown({ procedure }: PartContext, part: string, detail?: string): GuideOutcome["facts"] {
  return [
    {
      kind: "guidanceShown",
      procedure: procedure.data.slug,
      procedureVersion: procedure.version,
      part,
      ...(detail !== undefined && { detail }),
    },
  ];
}
