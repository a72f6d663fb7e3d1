import type { Choice } from "../assets.ts";
import type { ChooseStep } from "../definition/flow.ts";
import { holds } from "./expressions.ts";
import { fieldOf, goTo, MISUNDERSTOOD, type Standing, type StepBehaviour, WAIT } from "./outcome.ts";
import { stepText } from "./step-text.ts";

/** Asks with buttons. Typed words have been matched against the labels before they come here. */
export const choose: StepBehaviour<ChooseStep> = {
  enter: (step, at) => ({
    messages: [{ text: stepText(at), choices: choicesOf(step, at), expects: "choice" }],
    next: WAIT,
  }),

  receive(step, said, at) {
    if (said.type !== "chose") return MISUNDERSTOOD;
    const go = choose.pass?.(step, said.choice, at);
    if (go === undefined) return MISUNDERSTOOD;
    return {
      ...(step.save && { answers: { [step.save]: saved(step.save, said.choice, at) } }),
      left: said.choice,
      next: goTo(go),
    };
  },

  pass(step, left, at) {
    const option = step.options[left];
    return option && (!option.when || holds(option.when, at)) ? option.go : undefined;
  },
};

function choicesOf(step: ChooseStep, at: Standing): Choice[] {
  return Object.entries(step.options)
    .filter(([, { when }]) => !when || holds(when, at))
    .map(([choice]) => ({ choice, label: stepText(at, `options.${choice}`) }));
}

/** A choice kept in a boolean field is `yes` or `no`, in a number field its digits. */
function saved(name: string, choice: string, at: Standing): string | boolean | number {
  const { type } = fieldOf(at, name);
  if (type === "boolean") return choice === "yes";
  return type === "number" ? Number(choice) : choice;
}
