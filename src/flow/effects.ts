import type { EngagementFact } from "./facts.ts";

/** A button as the engine gives it to a channel. `payload` is at most 64 bytes of ASCII. */
export interface Button {
  readonly label: string;
  readonly payload: string;
  /** Opens an address instead of sending a tap; `payload` is then empty. */
  readonly url?: string;
}

/** What a channel may open for an answer besides the keyboard. */
export type Expects = "text" | "number" | "date" | "phone" | "photo" | "location" | "choice" | "nothing";

/** One message to the person. Plain text, NFC, no markup; channels escape, split and number it as they need. */
export interface Say {
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly expects: Expects;
  /** Messages with the same key inside a session replace each other where the channel can edit (a ticked list). */
  readonly replaces?: string;
  /** The person's data was erased: a device that keeps the talk drops all that came before this message. */
  readonly clears?: true;
}

/** What becomes of one person's one procedure; see `dossier/`. */
export interface DossierChange {
  readonly procedure: string;
  readonly procedureVersion: string;
  readonly state: "preparing" | "filed" | "supplementRequested" | "returned" | "resultReceived" | "abandoned";
  /** The code on the appointment slip, as the person typed it, upper case. Encrypted at rest. */
  readonly code?: string;
  /** `YYYY-MM-DD`, from the appointment slip. */
  readonly appointmentOn?: string;
  /** Slugs of the papers ticked off. */
  readonly ready?: readonly string[];
}

/** All that a flow may ask of the world. Plain JSON, so that a turn can be stored, compared and replayed. */
export type Effect =
  | { type: "say"; say: Say }
  | { type: "fact"; fact: EngagementFact }
  | { type: "dossier"; change: DossierChange }
  /** Fires as a `reminder` event at `at` (ISO 8601, UTC). One per `key` and person; a later one replaces it. */
  | {
      type: "remind";
      key: string;
      at: string;
      flow: string;
      answers: Readonly<Record<string, string | number | boolean>>;
    }
  | { type: "cancelReminder"; key: string }
  | { type: "handOver"; reason: string; flow: string; step: string; procedure?: string }
  | { type: "comment"; text: string; about: string }
  | { type: "consent"; topic: "conversation" | "reminders"; given: boolean; version: string }
  | { type: "useLanguage"; language: "vi" | "en" }
  | { type: "showData" }
  | { type: "eraseData" };
