import type { Accepted, ChannelName, Conversations, Inbound } from "../channels/channel.ts";
import type { Assets } from "../flow/assets.ts";
import type { EventBody } from "../flow/events.ts";
import { BoundedMap } from "../lib/bounded-map.ts";
import type { Clock } from "../lib/clock.ts";
import { createInOrder } from "../lib/in-order.ts";
import { localDateOf } from "../lib/local-date.ts";
import type { Log } from "../lib/log.ts";
import { randomId } from "../lib/random-id.ts";
import type { ConversationStore, Standing } from "./conversation-store.ts";
import type { Delivery } from "./delivery.ts";
import { type Reading, readInbound } from "./inbound.ts";
import { unacknowledged } from "./outbox.ts";
import { takeTurn } from "./take-turn.ts";

/** Conversations kept in memory, so that a turn of a recent chat needs no read. About 3 kB each. */
const MAX_REMEMBERED = 10_000;
/** One person's messages that may wait at once; more is answered with "try again". */
const MAX_WAITING_PER_PERSON = 20;
/** Somebody else moved the session: read it again and replay. More often than this means something is wrong. */
const MAX_REPLAYS = 5;
const SESSION_ID_LENGTH = 8;

export interface ConversationParts {
  readonly store: ConversationStore;
  /** The content in force now: asked for at every turn, as editors change it while the service runs. */
  readonly assets: () => Assets;
  readonly reading: () => Reading;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: Log;
}

/** An event that the service itself brings in: a silence or a reminder that fell due. */
export interface Occurrence {
  readonly channel: ChannelName;
  readonly address: string;
  readonly key: string;
}

export interface ConversationService extends Conversations {
  /** Plays what `eventFor` answers, given where the person stands; nothing where it answers `undefined`. */
  occur(
    occurrence: Occurrence,
    eventFor: (standing: Standing) => EventBody | undefined,
  ): Promise<"handled" | "duplicate" | "unwelcome">;
}

/**
 * An incoming message becomes a turn: read, played, committed in one statement, then sent.
 *
 * Whoever calls `receive` may acknowledge to the platform once it resolves: everything is durable then. A crash
 * before that leaves nothing, and the platform's retry is recognised by its key if the commit got through.
 */
export function createConversations(parts: ConversationParts): ConversationService {
  const { store, clock, delivery } = parts;
  const remembered = new BoundedMap<string, Standing>(MAX_REMEMBERED);
  const inOrder = createInOrder(MAX_WAITING_PER_PERSON);
  const keyOf = (channel: ChannelName, address: string) => `${channel}:${address}`;

  return {
    receive: (inbound) => {
      const person = keyOf(inbound.channel, inbound.address);
      return inOrder(person, () => receiveInOrder(person, inbound));
    },

    async missed(channel, address, after) {
      // Read afresh: another process may have moved the conversation since this one last saw it.
      const standing = await store.open(channel, address, clock.now());
      return standing.kept ? unacknowledged(standing.kept, after) : [];
    },

    reachable: (channel, address, isReachable) => store.setReachable(channel, address, isReachable, clock.now()),

    occur: ({ channel, address, key }, eventFor) => {
      const person = keyOf(channel, address);
      return inOrder(person, async () => {
        const body = eventFor(await stand(person, channel, address));
        if (!body) return "unwelcome";
        const inbound: Inbound = { channel, address, key, body, at: clock.now().toISOString() };
        const { outcome, messages } = await commitTurn(person, inbound, body);
        // A device that fetches its messages does not know that there are any.
        if (outcome === "handled") delivery.nudge(channel, address, messages);
        return outcome;
      });
    },
  };

  async function receiveInOrder(person: string, inbound: Inbound): Promise<Accepted> {
    const body = readInbound(inbound, parts.reading());
    return commitTurn(person, inbound, body);
  }

  async function commitTurn(person: string, inbound: Inbound, body: EventBody): Promise<Accepted> {
    try {
      for (let attempt = 0; attempt < MAX_REPLAYS; attempt++) {
        const standing = await stand(person, inbound.channel, inbound.address);
        const reached = Math.max(inbound.acknowledged ?? 0, delivery.reached(standing.personId));
        const at = clock.now();
        const turn = await takeTurn({
          assets: parts.assets(),
          standing,
          key: inbound.key,
          event: { ...body, at: at.toISOString(), today: localDateOf(at) },
          reached,
          firstLanguage: inbound.language ?? "vi",
          newSessionId: () => randomId(SESSION_ID_LENGTH),
          readHeldData: () => store.heldData(standing.personId),
        });
        const outcome = await store.commit(turn);
        if (outcome === "committed") {
          remembered.set(person, { ...standing, version: standing.version + 1, kept: turn.kept });
          // All that waits, not only what is new: an answer that a crash left must not be overtaken and lost.
          delivery.send(inbound.channel, inbound.address, standing.personId, turn.kept.outbox);
          return { outcome: "handled", messages: turn.kept.outbox, language: turn.kept.session.language };
        }
        remembered.delete(person);
        if (outcome === "duplicate") {
          const accepted = await stillWaiting(person, inbound, reached);
          // The platform delivers again because it never heard of the first time: perhaps nor did the person.
          delivery.send(inbound.channel, inbound.address, standing.personId, accepted.messages);
          return accepted;
        }
      }
    } catch (error) {
      // The statement may have been carried out although its answer was lost: what is remembered is not to be trusted.
      remembered.delete(person);
      throw error;
    }
    parts.log.error({ replays: MAX_REPLAYS }, "a turn met a conflict at every replay");
    throw new Error("the conversation is being changed elsewhere");
  }

  /** What was handled before gets the same answers again, as far as they were not shown. */
  async function stillWaiting(person: string, inbound: Inbound, reached: number): Promise<Accepted> {
    const { kept } = await stand(person, inbound.channel, inbound.address);
    if (!kept) return { outcome: "duplicate", messages: [] };
    return { outcome: "duplicate", messages: unacknowledged(kept, reached), language: kept.session.language };
  }

  async function stand(person: string, channel: ChannelName, address: string): Promise<Standing> {
    const known = remembered.get(person);
    if (known) return known;
    const standing = await store.open(channel, address, clock.now());
    delivery.noteReached(standing.personId, standing.deliveredSeq);
    remembered.set(person, standing);
    return standing;
  }
}
