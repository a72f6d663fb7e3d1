import type { Assets } from "../assets.ts";
import type { Event } from "../events.ts";
import { ExpressionError } from "../expression/expression.ts";
import { isWaiting } from "../steps/behaviours.ts";
import { obey, open, openMenu } from "./obey.ts";
import { readPayload } from "./payload.ts";
import { FlowFailed, Playing } from "./playing.ts";
import { choiceTyped } from "./read-typed.ts";
import { currentChoices, receiveSaid } from "./receive.ts";
import { fitsNow, receiveTap } from "./receive-tap.ts";
import type { Failure, Session } from "./session.ts";
import { askAgain, enterTop, settle } from "./settle.ts";
import { MENU, RESUME, WELCOME } from "./special-flows.ts";
import { hasMoved, takeUpVersions } from "./take-up-versions.ts";
import type { Turn } from "./turn.ts";

/** After so long a pause the person is asked whether to go on or to begin again. */
export const RESUME_AFTER_MS = 6 * 60 * 60 * 1000;

/**
 * Plays one event into a session until the flow waits or everything has ended.
 *
 * Pure: the same assets, session and event give the same turn. A flow that is at fault fails as data: the person is
 * told and stands at the menu again.
 */
export function play(assets: Assets, session: Session, event: Event): Turn {
  return playTraced(assets, session, event).turn;
}

/** As `play`, with the steps it came through (`flow/step`), for coverage. */
export function playTraced(assets: Assets, session: Session, event: Event): { turn: Turn; visited: readonly string[] } {
  const playing = new Playing(assets, session, event);
  try {
    const isWhole = takeUpVersions(playing);
    if (!isWhole) playing.tell("flowGone");
    if (playing.session.frames.length === 0) begin(playing);
    else if (hasMoved(playing)) settleMoved(playing);
    else goOn(playing);
    return { turn: playing.finish(), visited: playing.visited };
  } catch (error) {
    return { turn: fail(assets, session, event, toFailure(error, playing)), visited: playing.visited };
  }
}

/** Nobody stands anywhere: a first word, or one after everything had ended. */
function begin(playing: Playing): void {
  const { event } = playing;
  if (event.type === "silence") return;
  if (event.type === "reminder") return open(playing, event.flow, event.answers);
  const ref = event.type === "started" ? event.ref : undefined;
  playing.note({ kind: "conversationStarted", ...(ref && { ref }) });
  if (playing.session.profile.met !== true) {
    return open(playing, WELCOME, event.type === "text" ? { firstWords: event.text } : {});
  }
  if (event.type === "command" && event.command !== "resume" && event.command !== "back" && event.command !== "edit") {
    placeAtMenu(playing);
    return obey(playing, event.command);
  }
  if (event.type === "text") {
    placeAtMenu(playing);
    return receiveSaid(playing, event);
  }
  if (event.type === "secretRefused") refuse(playing, event.what);
  openMenu(playing);
}

/** Stands at the menu's first question without having asked it: the person's words come first. */
function placeAtMenu(playing: Playing): void {
  const shown = playing.effects.length;
  openMenu(playing);
  const kept = playing.effects.splice(shown).filter(({ type }) => type === "fact");
  playing.effects.push(...kept);
}

function goOn(playing: Playing): void {
  const { event } = playing;
  switch (event.type) {
    case "silence":
      return hearSilence(playing, event.visit);
    case "reminder":
      return open(playing, event.flow, event.answers);
    case "secretRefused":
      refuse(playing, event.what);
      return askAgain(playing);
    case "command": {
      const shown = event.text === undefined ? undefined : choiceTyped(event.text, currentChoices(playing));
      if (shown && !shown.choice.startsWith("@")) return receiveSaid(playing, { type: "chose", choice: shown.choice });
      return obey(playing, event.command);
    }
    case "tap":
      if (isLongAgo(playing) && !answersNow(playing, event.payload)) return open(playing, RESUME);
      return receiveTap(playing, event.payload);
    default:
      break;
  }
  if (event.type !== "started" && isLongAgo(playing)) return open(playing, RESUME);
  switch (event.type) {
    case "started":
      return playing.top?.flow === MENU
        ? openMenu(playing)
        : isMidway(playing)
          ? open(playing, RESUME)
          : askAgain(playing);
    case "text":
      return receiveSaid(playing, event);
    case "photo":
      return receiveMedia(playing, "photo", event);
    case "location":
      return receiveMedia(playing, "location", event);
    case "contact":
      return receiveMedia(playing, "phone", event);
    case "unsupported":
      playing.tell("unsupported");
      return askAgain(playing);
    default:
      return event satisfies never;
  }
}

/** A photo, place or contact counts where it was asked for; anywhere else it is not kept, and said so. */
function receiveMedia(
  playing: Playing,
  type: "photo" | "location" | "phone",
  said: Extract<Event, { type: "photo" | "location" | "contact" }>,
): void {
  const { step, flow } = playing.place();
  if (step.type === "ask" && flow.fields[step.save]?.type === type) return receiveSaid(playing, said);
  if (type === "photo") playing.note({ kind: "secretRefused", what: "identityPhoto" });
  playing.tell(type === "photo" ? "secret.identityPhoto" : "unsupported");
  askAgain(playing);
}

function hearSilence(playing: Playing, visit: number): void {
  const { step, flow } = playing.place();
  const { wakeAt: _over, ...rest } = playing.session;
  playing.session = rest;
  if (rest.prompt?.visit !== visit || !isWaiting(step)) return;
  playing.session = { ...rest, silences: rest.silences + 1 };
  playing.note({ kind: "stepSilent", ...playing.where() });
  const { go } = step.silent ?? flow.defaults.silent;
  if (go === undefined) {
    playing.tell("stillThere");
    return askAgain(playing);
  }
  playing.moveTo(go);
  settle(playing, enterTop(playing));
}

/** A changed flow put the person elsewhere: the question there comes first, their word was for another. */
function settleMoved(playing: Playing): void {
  if (playing.event.type === "silence") return;
  playing.tell("flowChanged");
  settle(playing, enterTop(playing));
}

function refuse(playing: Playing, what: "password" | "otp" | "identityNumber" | "identityPhoto"): void {
  playing.note({ kind: "secretRefused", what });
  playing.tell(`secret.${what}`);
}

function isLongAgo({ session, event }: Playing): boolean {
  const { lastAt } = session;
  if (lastAt === undefined || Date.parse(event.at) - Date.parse(lastAt) < RESUME_AFTER_MS) return false;
  return session.frames.length > 0 && isMidwaySession(session);
}

function isMidway({ session }: Playing): boolean {
  return isMidwaySession(session);
}

/** In the middle of something: more than the first question of the menu. */
function isMidwaySession({ frames }: Session): boolean {
  const top = frames.at(-1);
  if (!top || top.flow === RESUME) return false;
  return frames.length > 1 || top.flow !== MENU || top.trail.length > 0;
}

function answersNow(playing: Playing, payload: string): boolean {
  const tap = readPayload(payload);
  return tap !== undefined && tap.sessionId === playing.session.id && fitsNow(playing, tap);
}

function toFailure(error: unknown, playing: Playing): Failure {
  if (error instanceof FlowFailed) return error.failure;
  // Anything else that the flow's own content can cause; a bug in the engine is not hidden by it.
  if (error instanceof ExpressionError) {
    const { flow, step } = playing.where();
    return { code: "expressionFailed", flow, step };
  }
  throw error;
}

/** Nothing of the failed turn remains; the person is told and stands at the menu, if that is sound. */
function fail(assets: Assets, session: Session, event: Event, failure: Failure): Turn {
  const playing = new Playing(assets, session, event);
  const { flow, version, step } = playing.where();
  playing.note({ kind: "flowFailed", flow, version, step, code: failure.code });
  playing.tell("failed");
  playing.session = { ...playing.session, failure };
  try {
    openMenu(playing);
  } catch {
    playing.dropAll();
    playing.session = { ...playing.session, status: "failed" };
  }
  return playing.finish();
}
