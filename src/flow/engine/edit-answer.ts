import type { FieldName, StepId } from "../definition/flow.ts";
import { enter } from "../steps/behaviours.ts";
import { guideInput } from "../steps/guide.ts";
import type { Standing } from "../steps/outcome.ts";
import { engineText, readable, stepText } from "../steps/step-text.ts";
import { reopen } from "./go-back.ts";
import type { Playing } from "./playing.ts";
import { askAgain, settle } from "./settle.ts";

/** Shown on a button; the whole question stands above in the talk. */
const MAX_LABEL_LENGTH = 40;
const MAX_EDITABLE = 20;

interface Editable {
  readonly step: StepId;
  /** Set for an answer inside a guide part. */
  readonly field?: FieldName;
  readonly label: string;
}

/** "Edit": shows the answers given in this flow as buttons. The standing question stays. */
export function offerEdit(playing: Playing): void {
  const { standing } = playing.place();
  const editable = listEditable(standing);
  if (editable.length === 0) {
    playing.tell("nothingToEdit");
    return askAgain(playing);
  }
  const choices = editable.map(({ label }, index) => ({ choice: `@e${index}`, label }));
  const stay = { choice: "@again", label: engineText(standing, "buttons.again") };
  playing.say(
    { text: engineText(standing, "editWhich"), choices: [...choices, stay], expects: "choice" },
    playing.session.prompt?.visit ?? 0,
  );
}

/** Asks one answered question anew; afterwards the talk goes on silently to where the person stands now. */
export function editAnswer(playing: Playing, index: number): void {
  const { standing, frame } = playing.place();
  const chosen = listEditable(standing)[index];
  if (!chosen) return askAgain(playing);
  playing.note({ kind: "answerEdited", flow: frame.flow, version: frame.version, step: chosen.step });
  const from = frame.at;
  if (chosen.field === undefined) {
    const outcome = reopen(playing, chosen.step);
    playing.changeTop({ editingBackTo: from });
    return settle(playing, outcome);
  }
  const { [chosen.field]: _changed, ...answers } = frame.answers;
  const { [chosen.step]: _open, ...left } = frame.left;
  playing.changeTop({
    at: chosen.step,
    memory: null,
    answers,
    left,
    ...(from !== chosen.step && { editingBackTo: from }),
  });
  // Entered directly: what editing passes over silently is everything else, not this question.
  const place = playing.place();
  return settle(playing, enter(place.step, place.standing));
}

function listEditable(at: Standing): Editable[] {
  const steps = [...new Set([...at.frame.trail, at.frame.at])];
  return steps.flatMap((id) => editableOf(id, at)).slice(-MAX_EDITABLE);
}

function editableOf(id: StepId, at: Standing): Editable[] {
  const step = at.flow.steps[id];
  if (step?.type === "guide") {
    const input = guideInput(step, { ...at, frame: { ...at.frame, memory: null } });
    return at.assets.guide
      .editable(input)
      .map(({ field, question, answer }) => ({ step: id, field, label: label(question, answer) }));
  }
  if (id === at.frame.at || !step || !("save" in step) || typeof step.save !== "string") return [];
  const value = at.frame.answers[step.save];
  if (value === undefined) return [];
  const there = { ...at, stepId: id };
  const left = at.frame.left[id];
  const answer =
    step.type === "choose" && left
      ? stepText(there, `options.${left}`)
      : readable(at, at.flow.fields[step.save], value);
  return [{ step: id, label: label(stepText(there), String(answer)) }];
}

function label(question: string, answer: string): string {
  const room = Math.max(MAX_LABEL_LENGTH - answer.length - 2, 12);
  const short = question.length > room ? `${question.slice(0, room - 1)}…` : question;
  return `${short}: ${answer}`.slice(0, MAX_LABEL_LENGTH + 20);
}
