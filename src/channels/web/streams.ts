import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Outgoing } from "../channel.ts";

/** Tabs and devices of one visitor that may listen at once; the oldest gives way. */
const MOST_PER_VISITOR = 4;
const MOST_STREAMS = 5_000;
const HEARTBEAT_MS = 25_000;

/** Open Server-Sent-Event streams by visitor: how a reminder reaches an open page. */
export interface Streams {
  /** False when the server holds as many as it can; the page then asks from time to time. */
  open(visitor: string, response: ServerResponse, missed: readonly Outgoing[]): boolean;
  push(visitor: string, messages: readonly Outgoing[]): void;
  /** The visitors with an open page whose key this is. */
  openFor(key: string): readonly string[];
  closeAll(): void;
}

export function createStreams(): Streams {
  const byVisitor = new Map<string, Set<ServerResponse>>();
  let count = 0;
  const heartbeat = setInterval(() => {
    for (const streams of byVisitor.values()) for (const stream of streams) stream.write(": still here\n\n");
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    open(visitor, response, missed) {
      if (count >= MOST_STREAMS) return false;
      const streams = byVisitor.get(visitor) ?? new Set();
      byVisitor.set(visitor, streams);
      for (const oldest of streams) {
        if (streams.size < MOST_PER_VISITOR) break;
        oldest.end();
        forget(visitor, oldest);
      }
      streams.add(response);
      count++;
      response.on("close", () => forget(visitor, response));
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.write("retry: 3000\n\n");
      write(response, missed);
      return true;
    },

    push(visitor, messages) {
      for (const stream of byVisitor.get(visitor) ?? []) write(stream, messages);
    },

    openFor: (key) => [...byVisitor.keys()].filter((visitor) => wakeKeyOf(visitor) === key),

    closeAll() {
      clearInterval(heartbeat);
      for (const streams of byVisitor.values()) for (const stream of streams) stream.end();
      byVisitor.clear();
    },
  };

  function forget(visitor: string, stream: ServerResponse): void {
    const streams = byVisitor.get(visitor);
    if (!streams?.delete(stream)) return;
    count--;
    if (streams.size === 0) byVisitor.delete(visitor);
  }
}

/** What other processes are told of a visitor: the token itself opens their conversation and goes nowhere. */
export function wakeKeyOf(visitor: string): string {
  return createHash("sha256").update(visitor).digest("base64url");
}

function write(stream: ServerResponse, messages: readonly Outgoing[]): void {
  for (const message of messages) stream.write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`);
}
