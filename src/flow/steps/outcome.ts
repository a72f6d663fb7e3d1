import type { LocalDate } from "../../lib/local-date.ts";
import type { Assets, Choice, Language } from "../assets.ts";
import type { Answers, Field, FieldName, Flow, FlowSlug, Step, StepId, Value } from "../definition/flow.ts";
import type { Effect, Expects } from "../effects.ts";
import type { Frame, Json, Session } from "../engine/session.ts";

/** Where a step is played: everything it may read. */
export interface Standing {
  readonly assets: Assets;
  readonly session: Session;
  readonly flow: Flow;
  readonly frame: Frame;
  readonly stepId: StepId;
  readonly language: Language;
  readonly today: LocalDate;
}

/** What the person did, once taps are decoded and typed words are matched against the buttons shown. */
export type Said =
  | { readonly type: "chose"; readonly choice: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "photo"; readonly attachmentId: string }
  | { readonly type: "location"; readonly latitude: number; readonly longitude: number }
  | { readonly type: "contact"; readonly phone: string };

/** A message before its buttons have payloads. */
export interface Message {
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly expects: Expects;
  readonly replaces?: string;
}

export type Next =
  | { readonly to: "wait" }
  | { readonly to: "step"; readonly step: StepId }
  | { readonly to: "call"; readonly flow: FlowSlug; readonly answers: Answers }
  | { readonly to: "end"; readonly returns: Answers }
  /** `help` replaces the step's own growing help where the reason is known (a date in the future). */
  | { readonly to: "misunderstood"; readonly help?: string };

/** What playing a step comes to. Everything but `next` is optional. */
export interface Outcome {
  readonly messages?: readonly Message[];
  readonly effects?: readonly Effect[];
  /** Merged into the frame's answers; `null` removes one. */
  readonly answers?: Readonly<Record<FieldName, Value | null>>;
  /** Merged into the profile; `null` removes one. */
  readonly profile?: Readonly<Record<FieldName, Value | null>>;
  readonly language?: Language;
  /** What the step remembers until it is left; absent: as it was. */
  readonly memory?: Json;
  /** How the step was left (a choice, an outcome), when `next` leads on. */
  readonly left?: string;
  /** What was understood, in words, to be shown back. */
  readonly understood?: string;
  readonly next: Next;
}

/** One type of step. Steps that never wait have only `enter`. */
export interface StepBehaviour<Kind extends Step> {
  /** Plays the step anew, or shows again where it stands when the frame has a memory of it. */
  enter(step: Kind, at: Standing): Outcome;
  receive?(step: Kind, said: Said, at: Standing): Outcome;
  /** Where the step leads when it was left in this way before; `undefined`: it must be asked again. */
  pass?(step: Kind, left: string, at: Standing): StepId | undefined;
}

export const WAIT: Next = { to: "wait" };
export const MISUNDERSTOOD: Outcome = { next: { to: "misunderstood" } };

export function goTo(step: StepId): Next {
  return { to: "step", step };
}

/** The declaration of a field; checks make sure that there is one. */
export function fieldOf({ flow }: Standing, name: FieldName): Field {
  return flow.fields[name] ?? { type: "text" };
}
