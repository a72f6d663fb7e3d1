import type { Step } from "../definition/flow.ts";
import { dossier, handOver, personal, remind } from "./acting-steps.ts";
import { ask } from "./ask.ts";
import { choose } from "./choose.ts";
import { find } from "./find.ts";
import { guide } from "./guide.ts";
import { comment, rate } from "./opinion-steps.ts";
import type { Outcome, Said, Standing, StepBehaviour } from "./outcome.ts";
import { MISUNDERSTOOD } from "./outcome.ts";
import { branch, call, end, say, set } from "./plain-steps.ts";

/** Every type of step; a new one that is missing here does not build. */
const BEHAVIOURS: { readonly [Type in Step["type"]]: StepBehaviour<Extract<Step, { type: Type }>> } = {
  say,
  choose,
  ask,
  branch,
  set,
  call,
  guide,
  find,
  remind,
  handOver,
  rate,
  personal,
  comment,
  dossier,
  end,
};

export function enter(step: Step, at: Standing): Outcome {
  return behaviourOf(step).enter(step, at);
}

export function receive(step: Step, said: Said, at: Standing): Outcome {
  return behaviourOf(step).receive?.(step, said, at) ?? MISUNDERSTOOD;
}

export function pass(step: Step, left: string, at: Standing): string | undefined {
  return behaviourOf(step).pass?.(step, left, at);
}

/** True for the types that put a question; these need a way out for silence and for answers that do not fit. */
export function isWaiting(step: Step): step is Extract<Step, { misunderstood?: string }> {
  return behaviourOf(step).receive !== undefined;
}

function behaviourOf(step: Step): StepBehaviour<Step> {
  // The table pairs each type with its own behaviour; TypeScript cannot follow a union through an index.
  return BEHAVIOURS[step.type] as unknown as StepBehaviour<Step>;
}
