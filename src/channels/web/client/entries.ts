import type { Outgoing } from "../../channel.ts";

/** One line of the conversation as this device shows it. */
export type Entry =
  | { readonly kind: "bot"; readonly message: Outgoing }
  | {
      readonly kind: "me";
      readonly id: string;
      readonly text: string;
      readonly state: "sending" | "waiting" | "sent" | "failed";
    };

/** What this device keeps: enough to show the talk again after a reload, no more. */
export const MAX_ENTRIES = 200;

/**
 * Adds messages that came from the service. Those shown already are left out; one that replaces another (a ticked
 * list) changes it where it stands, unless the person has said something else since; one that clears drops what was.
 */
export function withMessages(entries: readonly Entry[], lastSeq: number, messages: readonly Outgoing[]): Entry[] {
  let next = [...entries];
  for (const message of messages.filter(({ seq }) => seq > lastSeq)) {
    const { replaces, clears } = message.say;
    if (clears) next = [];
    const last = next.findLastIndex(
      (entry) => entry.kind === "bot" && replaces !== undefined && entry.message.say.replaces === replaces,
    );
    const isLatest = last >= 0 && next.slice(last + 1).every((entry) => entry.kind === "me" && isTick(entry.text));
    if (isLatest) next = [...next.slice(0, last), { kind: "bot", message }];
    else next.push({ kind: "bot", message });
  }
  return next.slice(-MAX_ENTRIES);
}

/** Ticks are seen in the list itself; a bubble for each would bury it. */
export function isTick(label: string): boolean {
  return label.startsWith("☐") || label.startsWith("☑");
}

/** Messages of the service since the person last did something: only their buttons are live. */
export function firstLive(entries: readonly Entry[]): number {
  return entries.findLastIndex((entry) => entry.kind === "me" && !isTick(entry.text)) + 1;
}
