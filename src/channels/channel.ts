import type { Say } from "../flow/effects.ts";
import type { EventBody } from "../flow/events.ts";

export type ChannelName = "telegram" | "zalo" | "web" | "terminal";

/** What a platform allows; `flows check` and the senders read the same numbers. Lengths in UTF-16 code units. */
export interface ChannelLimits {
  readonly text: number;
  readonly buttons: number;
  readonly buttonLabel: number;
  /** Bytes of UTF-8. */
  readonly buttonPayload: number;
}

/** A message of the session with its place in the order; a person's numbers grow by one and are never used twice. */
export interface Outgoing {
  readonly seq: number;
  readonly say: Say;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** One thing that came in. `key` is the platform's own id of it: a redelivery has the same. */
export interface Inbound {
  readonly channel: ChannelName;
  /** The person's id on this platform. Encrypted at rest, never logged. */
  readonly address: string;
  /** At most 64 characters; unique per person. */
  readonly key: string;
  readonly body: EventBody;
  /** When the platform says it happened or we received it, ISO 8601 UTC. */
  readonly at: string;
  /** The highest `seq` that the person's device is known to have shown, for channels that can tell. */
  readonly acknowledged?: number;
  /** The language the device asks for, for a first contact. */
  readonly language?: "vi" | "en";
}

/** What became of an inbound message once it was durable. */
export interface Accepted {
  readonly outcome: "handled" | "duplicate";
  /** Everything not yet acknowledged, oldest first: the answers to this message and any missed before it. */
  readonly messages: readonly Outgoing[];
  /** The language the talk is held in by now, for channels with words of their own around it. */
  readonly language?: "vi" | "en";
}

/** What a channel may ask of the service. Given to each adapter when it starts. */
export interface Conversations {
  /** Resolves once the turn is committed; rejects when it could not be made durable (the platform must retry). */
  receive(inbound: Inbound): Promise<Accepted>;
  /** Everything with a number above `after` that is still kept, without taking a turn. */
  missed(channel: ChannelName, address: string, after: number): Promise<readonly Outgoing[]>;
  /** The platform says that messages to this person will, or will not, arrive (blocked, came back). */
  reachable(channel: ChannelName, address: string, isReachable: boolean): Promise<void>;
}

/** One way to reach people. Adapters are functions that return this. */
export interface Channel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /**
   * `true`: messages count as delivered once `deliver` resolves and are sent again after a crash until it did.
   * `false`: the device fetches and acknowledges them by number (web); `deliver` is only a nudge.
   */
  readonly pushes: boolean;
  /** @throws {ChannelError} when the platform refuses or cannot be reached */
  deliver(address: string, messages: readonly Outgoing[], signal: AbortSignal): Promise<void>;
  /** Begins to receive. */
  start(conversations: Conversations): Promise<void>;
  /** Stops receiving, lets what is under way finish. */
  stop(): Promise<void>;
}

/** Why a message did not arrive. `retryAfterMs` is set only for `rate_limited`. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly channel: ChannelName;
  readonly code: "rate_limited" | "unreachable_person" | "rejected" | "unauthorized" | "unavailable";
  readonly retryAfterMs: number | undefined;

  constructor(channel: ChannelName, code: ChannelError["code"], more: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(`${channel}: ${code}`, { cause: more.cause });
    this.channel = channel;
    this.code = code;
    this.retryAfterMs = more.retryAfterMs;
  }
}
