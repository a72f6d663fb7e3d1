import type { Channel } from "../channels/channel.ts";
import type { EventBody } from "../flow/events.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { ConversationStore, Due, Standing } from "./conversation-store.ts";
import type { ConversationService } from "./conversations.ts";

/** Claimed work that a crash left behind is taken up again after this time. */
const LEASE_MS = 60_000;
const CLAIM_AT_ONCE = 200;
/** A reminder never breaks into a talk that goes on right now: it waits for this long a pause. */
const TALK_IS_OVER_AFTER_MS = 10 * 60_000;

/**
 * Plays what fell due (silences, reminders) for the channels of this process. Many processes may call it: a claimed
 * row belongs to one of them. A reminder that would break into a talk is left claimed and comes back with its lease.
 *
 * @returns how many were claimed
 */
export async function playDue(parts: {
  store: ConversationStore;
  conversations: ConversationService;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
}): Promise<number> {
  const now = parts.clock.now();
  const names = parts.channels.map(({ name }) => name);
  const claimed = await parts.store.claimDue(names, now, LEASE_MS, CLAIM_AT_ONCE);
  const results = await Promise.allSettled(
    claimed.map((due) => {
      const { channel, address } = due;
      return parts.conversations.occur({ channel, address, key: keyOf(due) }, (standing) =>
        eventFor(due, standing, now),
      );
    }),
  );
  for (const [index, result] of results.entries()) {
    if (result.status === "rejected") {
      parts.log.warn({ err: result.reason, kind: claimed[index]?.kind }, "something due could not be played yet");
    }
  }
  return claimed.length;
}

function keyOf(due: Due): string {
  return due.kind === "silence" ? `silence/${due.dueAt.getTime()}` : `reminder/${due.reminderId}`;
}

/** What to play, given where the person stands by now; `undefined` where it is out of date or would break in. */
function eventFor(due: Due, { kept }: Standing, now: Date): EventBody | undefined {
  const session = kept?.session;
  if (due.kind === "silence") {
    const isStill = session?.wakeAt !== undefined && Date.parse(session.wakeAt) === due.dueAt.getTime();
    return isStill && session.prompt ? { type: "silence", visit: session.prompt.visit } : undefined;
  }
  const isTalking = session?.status === "waiting" && session.lastAt !== undefined;
  if (isTalking && now.getTime() - Date.parse(session.lastAt ?? "") < TALK_IS_OVER_AFTER_MS) return undefined;
  return { type: "reminder", flow: due.flow, answers: due.answers };
}
