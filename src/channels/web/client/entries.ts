import type { Outgoing } from "../../channel.ts";

/** One line of the conversation as this device shows it. */
export type Entry =
  | { readonly kind: "bot"; readonly message: Outgoing }
  | {
      readonly kind: "me";
      readonly id: string;
      readonly text: string;
      readonly state: "sending" | "waiting" | "sent" | "failed";
      /** A box ticked in a list: seen in the list itself, a bubble for each would bury it. */
      readonly isTick?: boolean;
    };

/** The last message that this device has shown. */
export interface Shown {
  readonly seq: number;
  /** ISO 8601, UTC; empty before the first. */
  readonly at: string;
}

export interface Talk {
  readonly entries: readonly Entry[];
  readonly shown: Shown;
}

/** What this device keeps: enough to show the talk again after a reload, no more. */
export const MAX_ENTRIES = 200;

/**
 * Adds messages that came from the service. Those shown already are left out, however late and by whichever way they
 * come again; one that replaces another (a ticked list) changes it where it stands, unless the person has said
 * something else since; one that clears drops what was.
 */
export function withMessages({ entries, shown }: Talk, messages: readonly Outgoing[]): Talk {
  const fresh = messages.filter((message) => isFresh(message, shown));
  const last = fresh[fresh.length - 1];
  if (!last) return { entries, shown };
  return {
    entries: fresh.reduce(withMessage, entries).slice(-MAX_ENTRIES),
    shown: { seq: last.seq, at: last.at },
  };
}

/**
 * A higher number is news. So is a lower one that was written later: the service forgot this visitor (their data was
 * erased) and counts anew.
 */
function isFresh({ seq, at }: Outgoing, shown: Shown): boolean {
  return seq > shown.seq || at > shown.at;
}

function withMessage(entries: readonly Entry[], message: Outgoing): readonly Entry[] {
  const { replaces, clears } = message.say;
  const before = clears ? [] : entries;
  const spot = replaces === undefined ? -1 : latestOf(before, replaces);
  if (spot < 0) return [...before, { kind: "bot", message }];
  return [...before.slice(0, spot), { kind: "bot", message }];
}

/** Where the message with this key stands, if nothing but ticks in it came after; else -1. */
function latestOf(entries: readonly Entry[], key: string): number {
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.kind === "bot") return entry.message.say.replaces === key ? index : -1;
    if (!entry?.isTick) return -1;
  }
  return -1;
}

export function isTickLabel(label: string): boolean {
  return label.startsWith("☐") || label.startsWith("☑");
}

/**
 * The place after which buttons can be pressed: what the person last answered. An answer that the service refused does
 * not count, or nothing would be left to press.
 */
export function firstLive(entries: readonly Entry[]): number {
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.kind === "me" && !entry.isTick && entry.state !== "failed") return index + 1;
  }
  return 0;
}
