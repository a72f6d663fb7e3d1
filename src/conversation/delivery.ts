import { type Channel, ChannelError, type ChannelName, type Outgoing } from "../channels/channel.ts";
import { BoundedMap } from "../lib/bounded-map.ts";
import type { Clock } from "../lib/clock.ts";
import { createInOrder } from "../lib/in-order.ts";
import type { Log } from "../lib/log.ts";
import type { ConversationStore } from "./conversation-store.ts";

const SEND_TIMEOUT_MS = 20_000;
/** Batches of one person that may wait for sending; a bound, not a target. What does not fit is swept up later. */
const MAX_WAITING_PER_PERSON = 50;
const MAX_REMEMBERED = 10_000;
/** Messages this old without a recorded delivery are sent again: longer than a send may take. */
const RESEND_AFTER_MS = 60_000;
const RESEND_AT_ONCE = 100;

/** The way out: sends what turns committed, one person's messages in their order. */
export interface Delivery {
  /** Sends in the background; for channels that fetch it does nothing, as the answer carries the messages. */
  send(channel: ChannelName, address: string, personId: string, messages: readonly Outgoing[]): void;
  /** Tells a fetching device that there is something to fetch. */
  nudge(channel: ChannelName, address: string, messages: readonly Outgoing[]): void;
  /** The highest number known to have reached this person through a pushing channel, 0 when not known. */
  reached(personId: string): number;
  /** What the database knows of it, when the person's conversation was read. */
  noteReached(personId: string, seq: number): void;
  /**
   * Sends again what a crash or an outage left unsent. Answers how many people had something left.
   *
   * @param isFirst true when no other process can be sending just now: nothing has to be waited for
   */
  sweep(isFirst?: boolean): Promise<number>;
  /** Resolves once everything under way has been sent or given up. */
  settled(): Promise<void>;
}

/**
 * After a crash a message whose send was under way may arrive twice: for an answer in a conversation that is better
 * than not at all.
 */
export function createDelivery(
  channels: readonly Channel[],
  store: ConversationStore,
  clock: Clock,
  log: Log,
): Delivery {
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const inOrder = createInOrder(MAX_WAITING_PER_PERSON);
  const reached = new BoundedMap<string, number>(MAX_REMEMBERED);
  const underWay = new Set<Promise<void>>();

  return {
    send(channelName, address, personId, messages) {
      const channel = byName.get(channelName);
      if (!channel?.pushes || messages.length === 0) return;
      track(inOrder(personId, () => sendInOrder(channel, address, personId, messages)));
    },

    nudge(channelName, address, messages) {
      const channel = byName.get(channelName);
      if (!channel || channel.pushes || messages.length === 0) return;
      track(channel.deliver(address, messages, AbortSignal.timeout(SEND_TIMEOUT_MS)));
    },

    reached: (personId) => reached.get(personId) ?? 0,

    noteReached(personId, seq) {
      if (seq > (reached.get(personId) ?? 0)) reached.set(personId, seq);
    },

    async sweep(isFirst = false) {
      const pushing = channels.filter(({ pushes }) => pushes).map(({ name }) => name);
      if (pushing.length === 0) return 0;
      const before = new Date(clock.now().getTime() - (isFirst ? 0 : RESEND_AFTER_MS));
      const left = await store.undelivered(pushing, before, RESEND_AT_ONCE);
      for (const { channel, address, personId, messages } of left) this.send(channel, address, personId, messages);
      return left.length;
    },

    async settled() {
      await Promise.allSettled(underWay);
    },
  };

  function track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => log.warn({ err: error }, "messages stay unsent for now"));
    underWay.add(tracked);
    void tracked.finally(() => underWay.delete(tracked));
  }

  /** One message at a time, so that after a failure only what is really left is sent again. */
  async function sendInOrder(
    channel: Channel,
    address: string,
    personId: string,
    messages: readonly Outgoing[],
  ): Promise<void> {
    let sent = reached.get(personId) ?? 0;
    const before = sent;
    try {
      for (const message of messages) {
        if (message.seq <= sent) continue;
        await sendOrGiveUp(channel, address, message);
        sent = message.seq;
        reached.set(personId, sent);
      }
    } finally {
      if (sent > before) await store.delivered(personId, sent);
    }
  }

  async function sendOrGiveUp(channel: Channel, address: string, message: Outgoing): Promise<void> {
    try {
      await channel.deliver(address, [message], AbortSignal.timeout(SEND_TIMEOUT_MS));
    } catch (error) {
      if (!(error instanceof ChannelError && isFinal(error))) throw error;
      log.info({ channel: channel.name, reason: error.code }, "a message cannot reach this person and is given up");
    }
  }
}

/** The platform will never take these messages for this person: repeating them helps nobody. */
function isFinal(error: ChannelError): boolean {
  return error.code === "unreachable_person" || error.code === "rejected";
}
