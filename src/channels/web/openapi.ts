import { z } from "zod";
import { incoming } from "./incoming.ts";

/** The chat's API as `/api/openapi.json` states it, made from the shapes that requests are checked against. */
export function chatOpenApi(): object {
  const message = {
    type: "object",
    required: ["seq", "say", "at"],
    properties: {
      seq: { type: "integer", description: "grows by one; acknowledge the highest shown" },
      at: { type: "string", format: "date-time" },
      say: { type: "object", description: "text, buttons (label, payload, url), expects, replaces, clears" },
    },
  };
  const messages = { type: "array", items: { $ref: "#/components/schemas/Message" } };
  const answer = (properties: object, description: string) => ({
    description,
    content: { "application/json": { schema: { type: "object", properties } } },
  });
  const outcome = { type: "string", enum: ["handled", "duplicate"] };
  return {
    openapi: "3.1.0",
    info: { title: "Đồng Hành Số, web chat", version: "1" },
    paths: {
      "/api/v1/chat/messages": {
        post: {
          summary: "One thing the visitor did; 200 once it is durable. Retry with the same id.",
          requestBody: {
            required: true,
            content: { "application/json": { schema: z.toJSONSchema(incoming, { io: "input" }) } },
          },
          responses: {
            200: answer({ outcome, messages }, "handled now or before; everything not yet acknowledged"),
            400: { description: "the body is not of this form" },
            403: { description: "sent by a page of another site" },
            429: { description: "too many; see Retry-After" },
            503: { description: "not durable; see Retry-After and send it again" },
          },
        },
        get: {
          summary: "Messages after a number, without taking a turn",
          parameters: [{ name: "after", in: "query", schema: { type: "integer", minimum: 0 } }],
          responses: { 200: answer({ messages }, "oldest first") },
        },
      },
      "/api/v1/chat/stream": {
        get: {
          summary: "Server-Sent Events of messages that come by themselves",
          responses: { 200: { description: "text/event-stream" } },
        },
      },
    },
    components: { schemas: { Message: message } },
  };
}
