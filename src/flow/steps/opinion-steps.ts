import { maskPersonal } from "../../language/mask.ts";
import type { CommentStep, RateStep } from "../definition/flow.ts";
import { goTo, MISUNDERSTOOD, type StepBehaviour, WAIT } from "./outcome.ts";
import { engineChoice, engineText, stepText } from "./step-text.ts";

const STARS = [1, 2, 3, 4, 5] as const;
const MAX_COMMENT_LENGTH = 1_000;

/** One to five, anonymous. @source Decree 224/2026/NĐ-CP, art. 10 */
export const rate: StepBehaviour<RateStep> = {
  enter: (_step, at) => ({
    messages: [
      {
        text: stepText(at),
        choices: [
          ...STARS.toReversed().map((stars) => ({ choice: String(stars), label: engineText(at, `stars.${stars}`) })),
          engineChoice(at, "skip"),
        ],
        expects: "choice",
      },
    ],
    next: WAIT,
  }),

  receive(step, said, at) {
    if (said.type !== "chose") return MISUNDERSTOOD;
    if (said.choice === "@skip") return { left: "@skip", next: goTo(step.next) };
    const stars = STARS.find((one) => String(one) === said.choice);
    if (!stars) return MISUNDERSTOOD;
    const procedure = step.procedure && at.frame.answers[step.procedure];
    const about =
      typeof procedure === "string" ? { procedure, procedureVersion: at.assets.guide.version(procedure) } : {};
    return {
      effects: [{ type: "fact", fact: { kind: "rated", about: step.about, stars, ...about } }],
      left: said.choice,
      next: goTo(step.next),
    };
  },

  pass: (step) => step.next,
};

/** A few words for editors, without what could tell who wrote them. They are kept apart from the engagement log, which holds no text. */
export const comment: StepBehaviour<CommentStep> = {
  enter: (step, at) => ({
    messages: [{ text: stepText(at), choices: step.skip ? [engineChoice(at, "skip")] : [], expects: "text" }],
    next: WAIT,
  }),

  receive(step, said) {
    if (said.type === "chose" && said.choice === "@skip" && step.skip) return { left: "@skip", next: goTo(step.skip) };
    if (said.type !== "text") return MISUNDERSTOOD;
    return {
      effects: [
        { type: "comment", text: maskPersonal(said.text.slice(0, MAX_COMMENT_LENGTH)), about: step.about },
        { type: "fact", fact: { kind: "commented", about: step.about } },
      ],
      left: "answered",
      next: goTo(step.next),
    };
  },

  pass: (step) => step.next,
};
