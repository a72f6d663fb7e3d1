import type { LocalDate } from "../lib/local-date.ts";

/** Words that work everywhere, in any flow; recognised by `conversation/` before the flow sees the text. */
export type Command =
  | "menu"
  | "help"
  | "back"
  | "edit"
  | "restart"
  | "resume"
  | "person"
  | "language"
  | "myData"
  | "eraseMe"
  | "optOut";

/** What came in. Personal words are only ever in `text`; `secretRefused` carries none. */
export type EventBody =
  | { type: "started"; ref?: string }
  | { type: "text"; text: string }
  | { type: "tap"; payload: string }
  /** `text` as it was typed: it may be the label of a button that is shown just now. */
  | { type: "command"; command: Command; text?: string }
  | { type: "photo"; attachmentId: string }
  | { type: "location"; latitude: number; longitude: number }
  | { type: "contact"; phone: string }
  /** A sticker, a voice message, a file that no step asked for. */
  | { type: "unsupported"; what: "sticker" | "voice" | "video" | "file" | "photo" | "other" }
  /** Something we must never hold was sent and has already been thrown away. */
  | { type: "secretRefused"; what: "password" | "otp" | "identityNumber" | "identityPhoto" }
  /** Nobody answered the question of this visit for its stated time. */
  | { type: "silence"; visit: number }
  /** A reminder fell due; starts the flow `flow` on top of whatever stands, with `answers` as its parameters. */
  | { type: "reminder"; flow: string; answers: Readonly<Record<string, string | number | boolean>> };

/** Time comes in with the event, so that the same event always gives the same turn. */
export type Event = EventBody & {
  /** When it was received, ISO 8601 in UTC. */
  readonly at: string;
  /** The date in Vietnam at that instant. */
  readonly today: LocalDate;
};
