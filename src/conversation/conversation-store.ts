import type { ChannelName, Outgoing } from "../channels/channel.ts";
import type { Effect } from "../flow/effects.ts";
import type { Session } from "../flow/engine/session.ts";
import type { EngagementFact } from "../flow/facts.ts";

/** A person as one channel knows them. The address is found by its keyed hash and kept encrypted. */
export interface PersonRef {
  /** Decimal digits of a bigint. */
  readonly personId: string;
  readonly channel: ChannelName;
}

/** What is kept between turns, sealed as one blob: the session and the messages not yet acknowledged. */
export interface Kept {
  readonly session: Session;
  /** Oldest first, at most `MAX_UNACKNOWLEDGED`. */
  readonly outbox: readonly Outgoing[];
  /** The last number given out. */
  readonly lastSeq: number;
}

/** A stored conversation and the version it must still have when the next turn commits. 0: nothing stored yet. */
export interface Standing extends PersonRef {
  readonly version: number;
  readonly kept: Kept | undefined;
  /** The highest message number that a pushing channel is known to have delivered. */
  readonly deliveredSeq: number;
}

/** One turn, to be committed whole or not at all. */
export interface TurnCommit extends PersonRef {
  /** Dedupe key of what came in, unique per person. */
  readonly key: string;
  readonly expectedVersion: number;
  readonly kept: Kept;
  /** For pushing channels: the highest number the platform has accepted so far. */
  readonly deliveredSeq: number;
  readonly at: Date;
  readonly facts: readonly EngagementFact[];
  /** The effects that change rows: dossier, remind, cancelReminder, handOver, comment, consent. */
  readonly changes: readonly Exclude<Effect, { type: "say" | "fact" | "showData" | "eraseData" | "useLanguage" }>[];
  /** Removes everything of the person but this row and the consent proof (see `docs/decisions/`). */
  readonly erase: boolean;
}

/**
 * `committed`; `duplicate`: the key was handled before, nothing was written; `conflict`: somebody else moved the
 * session since it was read, nothing was written.
 */
export type CommitOutcome = "committed" | "duplicate" | "conflict";

/** What we hold about one person, for "see my data". Values as the person would recognise them. */
export interface HeldData {
  readonly since: Date;
  readonly channel: ChannelName;
  readonly consents: readonly { topic: string; given: boolean; version: string; at: Date }[];
  readonly dossiers: readonly {
    procedure: string;
    state: string;
    code: string | undefined;
    appointmentOn: string | undefined;
    updatedAt: Date;
  }[];
  readonly reminders: readonly { flow: string; at: Date }[];
  readonly comments: number;
  readonly handOvers: number;
}

/** Something of a person that fell due, claimed by this process for `leaseMs`. */
export type Due = PersonRef & { readonly address: string; readonly dueAt: Date } & (
    | {
        /** `dueAt` is the session's `wakeAt`; the conversation compares it with where the person stands by then. */
        readonly kind: "silence";
      }
    | {
        readonly kind: "reminder";
        /** The turn that plays it is committed under the key `reminder/<reminderId>`, which marks it as sent. */
        readonly reminderId: string;
        readonly flow: string;
        readonly answers: Readonly<Record<string, string | number | boolean>>;
      }
  );

/** Messages of a pushing channel that no delivery was recorded for: sent again after a crash. */
export interface Undelivered extends PersonRef {
  readonly address: string;
  readonly messages: readonly Outgoing[];
}

/** Implemented by `store/`. Every method rejects with `StoreUnavailable` while the database cannot be reached. */
export interface ConversationStore {
  /** Finds or makes the person of this address and reads where they stand. One statement. */
  open(channel: ChannelName, address: string, at: Date): Promise<Standing>;
  /** Group commit: turns that arrive while a statement is under way go together in the next one. */
  commit(turn: TurnCommit): Promise<CommitOutcome>;
  /** Notes that a pushing channel accepted everything up to `seq`. Batched; loses nothing but a repeat on a crash. */
  delivered(personId: string, seq: number): Promise<void>;
  /** Due silences and reminders of these channels, oldest first, at most `limit`; claimed with `skip locked`. */
  claimDue(channels: readonly ChannelName[], at: Date, leaseMs: number, limit: number): Promise<readonly Due[]>;
  /** Messages of pushing channels committed before `olderThan` for which no delivery was recorded. */
  undelivered(channels: readonly ChannelName[], olderThan: Date, limit: number): Promise<readonly Undelivered[]>;
  heldData(personId: string): Promise<HeldData>;
  /** Notes that a person blocked us or came back; nothing is sent to, or claimed for, somebody who cannot be reached. */
  setReachable(channel: ChannelName, address: string, isReachable: boolean, at: Date): Promise<void>;
}

/** The database cannot be reached or refused for want of resources; the same call may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
