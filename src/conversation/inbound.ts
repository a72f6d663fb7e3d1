import type { Inbound } from "../channels/channel.ts";
import type { Command, EventBody } from "../flow/events.ts";

/** Longer texts are cut: no answer needs more, and no rule has to read more. UTF-16 code units. */
export const MAX_TEXT_LENGTH = 4_096;
const MAX_REF_LENGTH = 64;
const MAX_PAYLOAD_BYTES = 64;

/** How typed words are read before any flow sees them. */
export interface Reading {
  matchCommand(text: string): Command | undefined;
  findSecret(text: string): "password" | "otp" | "identityNumber" | undefined;
}

/**
 * What came in, made safe to store and to play: NFC, without control characters, bounded, and with secrets taken
 * out before anything is kept. A text that holds a password, a one-time code or an identity number becomes an event
 * without the text.
 */
export function readInbound(inbound: Inbound, reading: Reading): EventBody {
  const { body } = inbound;
  switch (body.type) {
    case "text": {
      const text = cleanText(body.text);
      const what = reading.findSecret(text);
      if (what) return { type: "secretRefused", what };
      const command = reading.matchCommand(text);
      return command ? { type: "command", command, text } : { type: "text", text };
    }
    case "started": {
      const ref = body.ref?.replace(/[^A-Za-z0-9_-]/g, "").slice(0, MAX_REF_LENGTH);
      return ref ? { type: "started", ref } : { type: "started" };
    }
    case "tap":
      return { type: "tap", payload: body.payload.replace(/[^\x21-\x7e]/g, "").slice(0, MAX_PAYLOAD_BYTES) };
    default:
      return body;
  }
}

/** NFC, one space where control characters stood, no unpaired surrogates (PostgreSQL and JSON refuse them). */
export function cleanText(text: string): string {
  return (
    text
      .slice(0, MAX_TEXT_LENGTH)
      .toWellFormed()
      .normalize("NFC")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g, " ")
      .trim()
  );
}
