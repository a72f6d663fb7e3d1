import type { GuideInput, GuideOutcome, GuideSaid } from "../assets.ts";
import type { GuideStep } from "../definition/flow.ts";
import type { Effect } from "../effects.ts";
import { goTo, MISUNDERSTOOD, type Outcome, type Standing, type StepBehaviour, WAIT } from "./outcome.ts";

/** Plays one part of the talk about a procedure; what it says is decided by `Assets.guide`. */
export const guide: StepBehaviour<GuideStep> = {
  enter: (step, at) => toOutcome(step, at.assets.guide.enter(guideInput(step, at))),

  receive(step, said, at) {
    if (said.type !== "chose" && said.type !== "text") return MISUNDERSTOOD;
    return toOutcome(step, at.assets.guide.receive(guideInput(step, at), said satisfies GuideSaid));
  },

  pass: (step, left) => step.outcomes[left],
};

/** One step back inside the part; `undefined` when the part has nothing before this. */
export function guideBack(step: GuideStep, at: Standing): Outcome | undefined {
  const outcome = at.assets.guide.back(guideInput(step, at));
  return outcome && toOutcome(step, outcome);
}

export function guideInput(step: GuideStep, at: Standing): GuideInput {
  return {
    part: step.part,
    procedure: String(at.frame.answers[step.procedure] ?? ""),
    answers: at.frame.answers,
    profile: at.session.profile,
    memory: at.frame.memory,
    today: at.today,
    language: at.language,
  };
}

function toOutcome(step: GuideStep, outcome: GuideOutcome): Outcome {
  const messages = outcome.says.map(({ text, choices, replaces, expects }) => ({
    text,
    choices,
    expects: expects ?? (choices.length > 0 ? ("choice" as const) : ("nothing" as const)),
    ...(replaces && { replaces }),
  }));
  const effects: Effect[] = (outcome.facts ?? []).map((fact) => ({ type: "fact", fact }));
  if (outcome.dossier) effects.push({ type: "dossier", change: outcome.dossier });
  return {
    messages,
    effects,
    ...(outcome.answers && { answers: outcome.answers }),
    ...(outcome.profile && { profile: outcome.profile }),
    ...(outcome.memory !== undefined && { memory: outcome.memory }),
    ...nextOf(step, outcome),
  };
}

function nextOf(step: GuideStep, { next, says }: GuideOutcome): Pick<Outcome, "next" | "left"> {
  if (next.type === "wait") return { next: WAIT };
  const [why] = says;
  if (next.type === "misunderstood") return why ? { next: { to: "misunderstood", help: why.text } } : MISUNDERSTOOD;
  const target = step.outcomes[next.outcome];
  if (!target) throw new Error(`the guide part ${step.part} ended with ${next.outcome}, which leads nowhere`);
  return { left: next.outcome, next: goTo(target) };
}
