import { z } from "zod";
import type { EventBody } from "../../flow/events.ts";

const MAX_TEXT_LENGTH = 4_096;
const MAX_PAYLOAD_LENGTH = 64;

const common = {
  /** Made by the device; a retry carries the same. */
  id: z.uuid(),
  /** The highest message number the device has shown. */
  acknowledged: z.int().min(0).default(0),
  language: z.enum(["vi", "en"]).default("vi"),
};

/** What the web chat sends: one thing the visitor did. */
export const incoming = z.discriminatedUnion("type", [
  z.object({ type: z.literal("start"), ref: z.string().max(64).optional(), ...common }),
  z.object({ type: z.literal("text"), text: z.string().min(1).max(MAX_TEXT_LENGTH), ...common }),
  z.object({ type: z.literal("tap"), payload: z.string().min(1).max(MAX_PAYLOAD_LENGTH), ...common }),
  z.object({
    type: z.literal("location"),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    ...common,
  }),
]);
export type Incoming = z.infer<typeof incoming>;

export function toEventBody(message: Incoming): EventBody {
  switch (message.type) {
    case "start":
      return message.ref === undefined ? { type: "started" } : { type: "started", ref: message.ref };
    case "text":
      return { type: "text", text: message.text };
    case "tap":
      return { type: "tap", payload: message.payload };
    case "location":
      return { type: "location", latitude: message.latitude, longitude: message.longitude };
    default:
      return message satisfies never;
  }
}
