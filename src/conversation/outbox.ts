import type { Outgoing } from "../channels/channel.ts";
import type { Effect } from "../flow/effects.ts";
import type { Kept } from "./conversation-store.ts";

/** A person who never fetches their messages does not make the row grow without end: the oldest go. */
export const MAX_UNACKNOWLEDGED = 50;

/** What is left to show once the device has shown everything up to `acknowledged`; numbers never given out are ignored. */
export function unacknowledged(kept: Kept, acknowledged: number): readonly Outgoing[] {
  if (!(acknowledged > 0) || acknowledged > kept.lastSeq) return kept.outbox;
  return kept.outbox.filter(({ seq }) => seq > acknowledged);
}

/** Numbers the messages of a turn and puts them behind those still waiting. */
export function addToOutbox(
  waiting: readonly Outgoing[],
  lastSeq: number,
  effects: readonly Effect[],
  at: string,
): Pick<Kept, "outbox" | "lastSeq"> {
  const says = effects.flatMap((effect) => (effect.type === "say" ? [effect.say] : []));
  const added = says.map((say, index) => ({ seq: lastSeq + 1 + index, say, at }));
  return { outbox: [...waiting, ...added].slice(-MAX_UNACKNOWLEDGED), lastSeq: lastSeq + says.length };
}
