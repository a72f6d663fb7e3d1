import type { Effect } from "../effects.ts";
import type { Session } from "./session.ts";

/** The outcome of one event: the session to store and what to do, in order. */
export interface Turn {
  readonly session: Session;
  readonly effects: readonly Effect[];
}
