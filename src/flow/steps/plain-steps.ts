import type { BranchStep, CallStep, EndStep, SayStep, SetStep } from "../definition/flow.ts";
import { evaluateAll, holds } from "./expressions.ts";
import { goTo, type StepBehaviour } from "./outcome.ts";
import { stepText } from "./step-text.ts";

/** The steps that only lead on. */
export const say: StepBehaviour<SayStep> = {
  enter: (step, at) => ({
    messages: [{ text: stepText(at), choices: [], expects: "nothing" }],
    next: goTo(step.next),
  }),
};

export const branch: StepBehaviour<BranchStep> = {
  enter: (step, at) => ({ next: goTo(step.cases.find(({ when }) => holds(when, at))?.go ?? step.else) }),
};

export const set: StepBehaviour<SetStep> = {
  enter: (step, at) => ({ answers: evaluateAll(step.values, at), next: goTo(step.next) }),
};

export const call: StepBehaviour<CallStep> = {
  enter: (step, at) => ({ next: { to: "call", flow: step.flow, answers: evaluateAll(step.with, at) } }),
};

export const end: StepBehaviour<EndStep> = {
  enter: (step, at) => ({ next: { to: "end", returns: evaluateAll(step.returns, at) } }),
};
