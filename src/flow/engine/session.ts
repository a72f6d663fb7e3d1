import type { Answers, FlowSlug, StepId } from "../definition/flow.ts";

/** Anything that survives `JSON.stringify`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Where somebody stands in one flow. A `call` puts a frame on top; its `end` takes it off. */
export interface Frame {
  readonly flow: FlowSlug;
  /** The flow's version when this frame last moved; a newer one is taken up at the next turn. */
  readonly version: string;
  readonly at: StepId;
  /** Answers by field name, never by path: going back, editing and new versions all rely on it. */
  readonly answers: Answers;
  /** Waiting steps already answered, oldest first, for "back" and "edit". Bounded. */
  readonly trail: readonly StepId[];
  /** How each of them was left (a choice, an outcome), to pass it silently while one answer is being edited. */
  readonly left: Readonly<Record<StepId, string>>;
  /** What the step at `at` remembers between turns (ticked papers, the portal step, search results). */
  readonly memory: Json;
  /** Set while one answer is being edited: go on silently through known answers until this step. */
  readonly editingBackTo?: StepId;
}

/** `editingBackTo` of somebody who was moved to a new version's first step: go on through all that is known. */
export const FIRST_UNKNOWN = "";

/** The question that waits for an answer. */
export interface Prompt {
  readonly flow: FlowSlug;
  readonly step: StepId;
  /** Counts questions within the session; a button carries it, so old and double taps are recognised. */
  readonly visit: number;
  /** How often the answer did not fit. */
  readonly misses: number;
  /** When it was put, ISO 8601 UTC. */
  readonly at: string;
}

/** Why a session could not go on. The flow is at fault, not the person and not the server. */
export type Failure =
  | { code: "stepMissing"; flow: FlowSlug; step: StepId }
  | { code: "flowMissing"; flow: FlowSlug }
  | { code: "tooManySteps"; limit: number }
  | { code: "tooDeep"; limit: number }
  | { code: "expressionFailed"; flow: FlowSlug; step: StepId };

/** One person's place in the conversation. Plain JSON; passes through `JSON.stringify` between turns. */
export interface Session {
  /** Eight characters `[A-Za-z0-9]`; new after "erase my data". */
  readonly id: string;
  readonly turn: number;
  readonly language: "vi" | "en";
  readonly status: "new" | "waiting" | "ended" | "failed";
  /** Bottom first. At most `MAX_FRAMES`. */
  readonly frames: readonly Frame[];
  readonly prompt?: Prompt;
  /** Questions put so far: the next one's `visit` is one more. */
  readonly visits?: number;
  /** When silence becomes an event, ISO 8601 UTC. */
  readonly wakeAt?: string;
  /** Silences since the person last did something: nobody is called after without end. */
  readonly silences: number;
  /** The last turn's time, ISO 8601 UTC: decides "continue or restart?". */
  readonly lastAt?: string;
  /** The last accepted tap, to recognise a double tap. */
  readonly lastTap?: { readonly payload: string; readonly at: string };
  /** Facts that outlive flows and are the person's own: commune, consent version. Nothing sensitive. */
  readonly profile: Answers;
  readonly failure?: Failure;
}
