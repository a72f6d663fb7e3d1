import type { FlowSlug } from "../definition/flow.ts";
import { enter } from "../steps/behaviours.ts";
import type { Outcome } from "../steps/outcome.ts";
import type { Playing } from "./playing.ts";

/** Flows that the engine itself starts; editors write them like any other, but they have to be there. */
export const WELCOME = "welcome";
export const MENU = "menu";
export const RESUME = "resume";
export const RESTART = "restart";
export const PERSON = "person";
export const HELP = "help";
export const LANGUAGE = "language";
export const PRIVACY = "privacy";
export const OPT_OUT = "opt-out";

export const NEEDED_FLOWS: readonly FlowSlug[] = [
  WELCOME,
  MENU,
  RESUME,
  RESTART,
  PERSON,
  HELP,
  LANGUAGE,
  PRIVACY,
  OPT_OUT,
];

/** They end with `returns: { restart: "true" }` or `"false"`: whether the flow below begins again. */
export function isSpecial(flow: FlowSlug): boolean {
  return flow === RESUME || flow === RESTART;
}

/** Begins the top flow again with what its caller gave it. */
export function restartTop(playing: Playing): Outcome {
  const { frame, flow } = playing.place();
  playing.note({ kind: "startedOver", flow: frame.flow, version: frame.version, step: frame.at });
  const given = Object.fromEntries(Object.entries(frame.answers).filter(([name]) => flow.params.includes(name)));
  const { prompt: _prompt, ...session } = playing.session;
  const { editingBackTo: _editing, ...rest } = frame;
  const fresh = { ...rest, at: flow.first, answers: given, trail: [], left: {}, memory: null };
  playing.session = { ...session, frames: [...session.frames.slice(0, -1), fresh] };
  const { step, standing } = playing.place();
  return enter(step, standing);
}
