import type { Playing } from "./playing.ts";
import { FIRST_UNKNOWN, type Frame } from "./session.ts";

/**
 * Takes up flows that changed since the person's last turn. They go on at the same step, or where an editor moved
 * it; failing that from the flow's beginning, silently through all that is known already. Flows that are gone are
 * taken off with everything on top of them.
 *
 * @returns false when nothing is left of where they stood
 */
export function takeUpVersions(playing: Playing): boolean {
  const kept: Frame[] = [];
  for (const frame of playing.session.frames) {
    const flow = playing.assets.flow(frame.flow);
    if (!flow) break;
    if (flow.version === frame.version) {
      kept.push(frame);
      continue;
    }
    const at = flow.steps[frame.at] ? frame.at : flow.moved[frame.at];
    const same = { ...frame, version: flow.version };
    if (at && flow.steps[at]) kept.push(at === frame.at ? same : { ...same, at, memory: null });
    else kept.push({ ...same, at: flow.first, memory: null, editingBackTo: FIRST_UNKNOWN });
  }
  const before = playing.session.frames.length;
  playing.session = { ...playing.session, frames: kept };
  return before === 0 || kept.length > 0;
}

/** True when the top step is not the one that was asked last: the question has to be put anew. */
export function hasMoved(playing: Playing): boolean {
  const { prompt } = playing.session;
  const { top } = playing;
  return prompt !== undefined && top !== undefined && (prompt.flow !== top.flow || prompt.step !== top.at);
}
