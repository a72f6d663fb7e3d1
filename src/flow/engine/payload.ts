import { textHash } from "../../lib/text-hash.ts";
import type { StepId } from "../definition/flow.ts";
import type { Frame, Session } from "./session.ts";

/** What a button says when it is tapped. */
export interface Tap {
  readonly sessionId: string;
  readonly version: string;
  /** Hash of flow and step: slugs would be too long for 64 bytes. */
  readonly step: string;
  readonly visit: number;
  readonly choice: string;
}

const VERSION_LENGTH = 6;
const STEP_LENGTH = 6;
const FORM = /^([A-Za-z0-9]{8})\.([0-9a-f]{6})\.([0-9a-f]{6})\.([0-9a-z]{1,8})\.([@a-z0-9:-]{1,30})$/;

/** `session.version.step.visit.choice`, at most 62 bytes of ASCII. @source Telegram takes 64 bytes, the least of all channels */
export function writePayload(session: Session, frame: Frame, visit: number, choice: string): string {
  const version = frame.version.slice(0, VERSION_LENGTH);
  return `${session.id}.${version}.${stepMark(frame.flow, frame.at)}.${visit.toString(36)}.${choice}`;
}

/** `undefined` for anything that no button of ours can have sent. */
export function readPayload(payload: string): Tap | undefined {
  const [, sessionId, version, step, visit, choice] = FORM.exec(payload) ?? [];
  if (!sessionId || !version || !step || !visit || !choice) return undefined;
  return { sessionId, version, step, visit: Number.parseInt(visit, 36), choice };
}

export function stepMark(flow: string, step: StepId): string {
  return textHash(`${flow}/${step}`).slice(0, STEP_LENGTH);
}
