import { readCorrection } from "../../language/corrections.ts";
import type { SearchAnswer } from "../assets.ts";
import type { FindStep } from "../definition/flow.ts";
import { goTo, MISUNDERSTOOD, type Outcome, type Standing, type StepBehaviour, WAIT } from "./outcome.ts";
import { engineChoice, engineText, stepText } from "./step-text.ts";

/** Finds a procedure from what somebody types. Matches are shown as buttons, never chosen silently. */
export const find: StepBehaviour<FindStep> = {
  enter(step, at) {
    const shown = resultsOf(at);
    if (shown) return showAgain(shown, at);
    const query = step.from && at.frame.answers[step.from];
    if (typeof query === "string" && query !== "") {
      const outcome = search(query, at);
      if (outcome) return outcome;
    }
    return { messages: [{ text: stepText(at), choices: [], expects: "text" }], next: WAIT };
  },

  receive(step, said, at) {
    if (said.type === "text")
      return search(said.text, at) ?? { ...MISUNDERSTOOD, effects: [{ type: "fact", fact: { kind: "searchEmpty" } }] };
    if (said.type !== "chose") return MISUNDERSTOOD;
    if (said.choice === "@none") return { memory: null, next: goTo(step.none) };
    const rank = resultsOf(at)?.indexOf(said.choice) ?? -1;
    if (rank < 0) return MISUNDERSTOOD;
    const fact = { kind: "procedureFound", procedure: said.choice, rank: rank + 1 } as const;
    return {
      answers: { [step.save]: said.choice },
      effects: [{ type: "fact", fact }],
      left: "found",
      next: goTo(step.next),
    };
  },

  pass: (step) => step.next,
};

function search(typed: string, at: Standing): Outcome | undefined {
  // "không phải thường trú, tạm trú": only what is meant is looked for.
  const query = readCorrection(typed)?.instead ?? typed;
  const answer: SearchAnswer = at.assets.search(query, at.language);
  if (!answer.understood || answer.results.length === 0) return undefined;
  const one = answer.results.length === 1;
  return {
    messages: [
      {
        text: answer.question ?? engineText(at, one ? "foundOne" : "foundSome"),
        choices: [...answer.results.map(({ id, name }) => ({ choice: id, label: name })), engineChoice(at, "none")],
        expects: "choice",
      },
    ],
    memory: answer.results.map(({ id }) => id),
    next: WAIT,
  };
}

function showAgain(ids: readonly string[], at: Standing): Outcome {
  const choices = ids.map((id) => ({ choice: id, label: at.assets.guide.name(id, at.language) }));
  return {
    messages: [
      { text: engineText(at, "foundSome"), choices: [...choices, engineChoice(at, "none")], expects: "choice" },
    ],
    next: WAIT,
  };
}

function resultsOf({ frame: { memory }, assets }: Standing): readonly string[] | undefined {
  if (!Array.isArray(memory)) return undefined;
  return memory.filter((id): id is string => typeof id === "string" && assets.guide.has(id));
}
