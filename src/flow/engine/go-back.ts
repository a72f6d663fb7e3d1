import { enter } from "../steps/behaviours.ts";
import { guideBack } from "../steps/guide.ts";
import type { Outcome } from "../steps/outcome.ts";
import type { Playing } from "./playing.ts";
import { askAgain, enterTop, settle } from "./settle.ts";

/** "Back": the previous question of this part, of this flow, or of the flow below. */
export function goBack(playing: Playing): void {
  const place = playing.place();
  if (place.step.type === "guide") {
    const inside = guideBack(place.step, place.standing);
    if (inside) {
      playing.note({ kind: "wentBack", ...withoutProcedure(playing) });
      return settle(playing, inside);
    }
  }
  const to = place.frame.trail.findLast((step) => step !== place.frame.at && place.flow.steps[step]);
  if (to === undefined) {
    playing.tell("nothingBefore");
    return askAgain(playing);
  }
  playing.note({ kind: "wentBack", ...withoutProcedure(playing) });
  return settle(playing, reopen(playing, to));
}

/** Stands at an answered question again, its answer forgotten. */
export function reopen(playing: Playing, to: string): Outcome {
  const { frame, flow } = playing.place();
  const step = flow.steps[to];
  const answers = { ...frame.answers };
  if (step && "save" in step && typeof step.save === "string") delete answers[step.save];
  const left = { ...frame.left };
  delete left[to];
  playing.changeTop({ at: to, memory: null, answers, left, trail: frame.trail.filter((id) => id !== to) });
  const place = playing.place();
  if (place.step.type !== "guide") return enter(place.step, place.standing);
  // A part whose questions are all answered would end at once: enter it by its last question.
  return guideBack(place.step, place.standing) ?? enterTop(playing);
}

function withoutProcedure(playing: Playing): { flow: string; version: string; step: string } {
  const { flow, version, step } = playing.where();
  return { flow, version, step };
}
