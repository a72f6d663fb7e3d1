import { addDays, instantAt, localDateOf } from "../../lib/local-date.ts";
import type { Answers } from "../definition/flow.ts";
import { enter, isWaiting, pass } from "../steps/behaviours.ts";
import { guideBack } from "../steps/guide.ts";
import { goTo, type Message, type Outcome } from "../steps/outcome.ts";
import { engineChoice } from "../steps/step-text.ts";
import { durationMs } from "./duration.ts";
import { FlowFailed, type Place, type Playing } from "./playing.ts";
import { isSpecial, MENU, restartTop, WELCOME } from "./special-flows.ts";

/** Stops a flow that loops without ever waiting. */
export const MAX_STEPS_PER_TURN = 100;
/** After so many unanswered calls in a row nobody is called any more. */
const MAX_SILENCES = 2;
const FIRST_HOUR = 8;
const LAST_HOUR = 21;

/** Carries out an outcome and plays on until the flow waits or everything has ended. */
export function settle(playing: Playing, first: Outcome): void {
  let outcome = first;
  for (let taken = 0; taken < MAX_STEPS_PER_TURN; taken++) {
    playing.apply(outcome);
    const { next } = outcome;
    if (next.to === "wait") return ask(playing, outcome.messages ?? []);
    for (const message of outcome.messages ?? []) playing.say(message, 0);
    if (next.to === "step") {
      if (outcome.left !== undefined) playing.leave(outcome.left);
      playing.moveTo(next.step);
      outcome = enterTop(playing);
    } else if (next.to === "call") {
      playing.push(next.flow, next.answers);
      outcome = enterTop(playing);
    } else if (next.to === "end") {
      const following = endTop(playing, next.returns);
      if (!following) return;
      outcome = following;
    } else {
      throw new Error("a step that was only entered cannot be misunderstood");
    }
  }
  throw new FlowFailed({ code: "tooManySteps", limit: MAX_STEPS_PER_TURN });
}

/** Puts the standing question again: as it was if it was the last one put, else as a question of its own. */
export function askAgain(playing: Playing): void {
  const { step, standing } = playing.place();
  const outcome = enter(step, standing);
  playing.apply({ ...outcome, effects: [] });
  if (outcome.next.to !== "wait") return settle(playing, outcome);
  if (!isStandingPrompt(playing)) setPrompt(playing);
  put(playing, outcome.messages ?? [], playing.session.prompt?.visit ?? 0);
  listen(playing);
}

/** Enters the step at the top; while an answer is being edited, goes on silently through what is known. */
export function enterTop(playing: Playing): Outcome {
  const place = playing.place();
  const { frame, step, standing } = place;
  playing.visited.push(`${frame.flow}/${frame.at}`);
  if (frame.editingBackTo === undefined) return enter(step, standing);
  if (frame.at === frame.editingBackTo) return endEditing(playing, place);
  const left = frame.left[frame.at];
  if (isWaiting(step)) {
    const known = left === undefined ? undefined : pass(step, left, standing);
    return known === undefined ? endEditing(playing, place) : { next: goTo(known) };
  }
  const outcome = enter(step, standing);
  return step.type === "say" ? { next: outcome.next } : outcome;
}

function endEditing(playing: Playing, { step }: Place): Outcome {
  const { editingBackTo: _over, ...frame } = playing.place().frame;
  playing.session = { ...playing.session, frames: [...playing.session.frames.slice(0, -1), frame] };
  return enter(step, playing.place().standing);
}

/** A question nobody has seen yet. */
function ask(playing: Playing, messages: readonly Message[]): void {
  const isNew = !isStandingPrompt(playing);
  setPrompt(playing);
  if (isNew) playing.note({ kind: "stepEntered", ...playing.where() });
  put(playing, messages, playing.session.prompt?.visit ?? 0);
  listen(playing);
}

function isStandingPrompt({ session: { prompt }, top }: Playing): boolean {
  return prompt !== undefined && prompt.flow === top?.flow && prompt.step === top.at;
}

function setPrompt(playing: Playing): void {
  const { session, top, event } = playing;
  const visit = (session.visits ?? 0) + 1;
  const prompt = { visit, misses: 0, at: event.at, flow: top?.flow ?? "", step: top?.at ?? "" };
  playing.session = { ...session, status: "waiting", visits: visit, prompt };
}

/** Shows the messages of a question; the last one carries the buttons that work everywhere. */
function put(playing: Playing, messages: readonly Message[], visit: number): void {
  for (const [index, message] of messages.entries()) {
    const isLast = index === messages.length - 1;
    playing.say(isLast ? { ...message, choices: [...message.choices, ...commonChoices(playing)] } : message, visit);
  }
}

function commonChoices(playing: Playing): Message["choices"] {
  const { standing } = playing.place();
  return [
    ...(canGoBack(playing) ? [engineChoice(standing, "back")] : []),
    ...((playing.session.prompt?.misses ?? 0) > 0 ? [engineChoice(standing, "person")] : []),
  ];
}

function canGoBack(playing: Playing): boolean {
  const { frame, step, standing } = playing.place();
  if (frame.trail.some((id) => id !== frame.at)) return true;
  return step.type === "guide" && guideBack(step, standing) !== undefined;
}

/** States when silence becomes an event. */
function listen(playing: Playing): void {
  const { step, flow } = playing.place();
  const silent = (isWaiting(step) && step.silent) || flow.defaults.silent;
  const { wakeAt: _before, ...rest } = playing.session;
  const wakeAt = atDaytime(new Date(Date.parse(playing.event.at) + durationMs(silent.after))).toISOString();
  playing.session = rest.silences < MAX_SILENCES ? { ...rest, wakeAt } : rest;
}

/** Nobody is called at night: what would fall between 21:00 and 08:00 in Vietnam waits for the morning. */
function atDaytime(instant: Date): Date {
  const day = localDateOf(instant);
  const morning = instantAt(day, FIRST_HOUR);
  if (instant < morning) return morning;
  return instant < instantAt(day, LAST_HOUR) ? instant : instantAt(addDays(day, 1), FIRST_HOUR);
}

/** Takes the ended flow off and says what follows; `undefined`: everything has ended. */
function endTop(playing: Playing, returns: Answers): Outcome | undefined {
  const ended = playing.pop();
  if (ended?.flow === WELCOME) {
    playing.session = { ...playing.session, profile: { ...playing.session.profile, met: true } };
    if (!playing.top) {
      playing.push(MENU, {});
      return enterTop(playing);
    }
  }
  if (!playing.top) {
    playing.session = { ...playing.session, status: "ended" };
    return undefined;
  }
  const { step } = playing.place();
  if (ended && isSpecial(ended.flow)) {
    if (returns.restart === true) return restartTop(playing);
    askAgain(playing);
    return undefined;
  }
  if (step.type === "call") {
    const saved = Object.entries(step.save ?? {}).flatMap(([field, from]) => {
      const value = returns[from];
      return value === undefined ? [] : [[field, value] as const];
    });
    return { answers: Object.fromEntries(saved), next: goTo(step.next) };
  }
  // The flow had been put on top of a question, which still stands.
  askAgain(playing);
  return undefined;
}
