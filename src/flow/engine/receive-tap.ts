import { receive } from "../steps/behaviours.ts";
import { engineChoice, engineText } from "../steps/step-text.ts";
import { readPayload, stepMark, type Tap } from "./payload.ts";
import type { Playing } from "./playing.ts";
import { receiveSaid } from "./receive.ts";
import { askAgain } from "./settle.ts";

/** The same button twice within this time is one tap: a shaking thumb, or a phone that sent it twice. */
const DOUBLE_TAP_MS = 10_000;

/** A button was tapped: of this question, of an earlier one, or of none of ours. */
export function receiveTap(playing: Playing, payload: string): void {
  const tap = readPayload(payload);
  if (!tap) return askAgain(playing);
  if (isDoubleTap(playing, payload)) return;
  const isOurs = tap.sessionId === playing.session.id;
  if (isOurs && fitsNow(playing, tap)) {
    playing.session = { ...playing.session, lastTap: { payload, at: playing.event.at } };
    return receiveSaid(playing, { type: "chose", choice: tap.choice });
  }
  if (isOurs && repeatsAnAnswer(playing, tap)) return;
  tellOld(playing);
}

/** True when the tap answers the question that waits now; an event for it needs no "continue or restart?". */
export function fitsNow(playing: Playing, tap: Tap): boolean {
  const { frame, step, standing } = playing.place();
  if (tap.step !== stepMark(frame.flow, frame.at)) return false;
  // Inside a part of the guide "next" of an earlier message is not "next" of this one; ticks say what they set.
  const isSteady = tap.choice.startsWith("@") || tap.choice.includes(":");
  if (step.type === "guide" && !isSteady && tap.visit !== playing.session.prompt?.visit) return false;
  // The menu may be scrolled back to and used again; a list that has moved on may not know the choice any more.
  return (
    tap.choice.startsWith("@") ||
    receive(step, { type: "chose", choice: tap.choice }, standing).next.to !== "misunderstood"
  );
}

function isDoubleTap({ session, event }: Playing, payload: string): boolean {
  const { lastTap } = session;
  return lastTap?.payload === payload && Date.parse(event.at) - Date.parse(lastTap.at) < DOUBLE_TAP_MS;
}

/** A late second tap on a question that was answered in just this way. */
function repeatsAnAnswer(playing: Playing, tap: Tap): boolean {
  const { frame } = playing.place();
  return Object.entries(frame.left).some(
    ([step, left]) => stepMark(frame.flow, step) === tap.step && left === tap.choice,
  );
}

function tellOld(playing: Playing): void {
  const { flow, version, step } = playing.where();
  playing.note({ kind: "oldButtonTapped", flow, version, step });
  const { standing, frame } = playing.place();
  const canEdit = frame.trail.length > 0;
  const choices = canEdit ? [engineChoice(standing, "edit")] : [];
  playing.say(
    { text: engineText(standing, "oldButton"), choices, expects: "nothing" },
    playing.session.prompt?.visit ?? 0,
  );
  askAgain(playing);
}
