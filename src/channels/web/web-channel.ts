import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Channel, ChannelError, type ChannelLimits, type Conversations } from "../channel.ts";
import type { ChatPage } from "./chat-page.ts";
import { incoming, toEventBody } from "./incoming.ts";
import { chatOpenApi } from "./openapi.ts";
import { createStreams, wakeKeyOf } from "./streams.ts";
import { createVisitors, isSameSite } from "./visitor.ts";

/** Our own page has no limits of a platform; these keep a message readable. */
export const WEB_LIMITS: ChannelLimits = { text: 8_000, buttons: 40, buttonLabel: 120, buttonPayload: 64 };

/** One visitor's messages a minute: faster than anybody reads. */
const MOST_PER_MINUTE = 120;
const MINUTE_MS = 60_000;
const missedQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });

export interface WebChannel extends Channel {
  /** Adds the page at `/` and the chat's own API. */
  routes(app: FastifyInstance): void;
}

/** How processes tell each other that a visitor has something new. */
export interface VisitorWakes {
  publish(key: string): void;
  subscribe(onWake: (key: string) => void): void;
}

/** The web chat. Devices fetch and acknowledge by number, so nothing is lost between them and the database. */
export function createWebChannel(options: { isHttps: boolean; page: ChatPage; wakes: VisitorWakes }): WebChannel {
  const visitors = createVisitors(options.isHttps);
  const streams = createStreams();
  let conversations: Conversations | undefined;

  return {
    name: "web",
    limits: WEB_LIMITS,
    pushes: false,
    async deliver(visitor) {
      // The visitor's page may be open at another process: each looks at its own.
      options.wakes.publish(wakeKeyOf(visitor));
    },
    async start(started) {
      conversations = started;
      options.wakes.subscribe((key) => void pushNews(started, key));
    },
    async stop() {
      streams.closeAll();
    },
    routes(app) {
      options.page.routes(app);
      const limit = { config: { rateLimit: { max: MOST_PER_MINUTE, timeWindow: MINUTE_MS, keyGenerator } } };
      app.post("/api/v1/chat/messages", limit, receive);
      app.get("/api/v1/chat/messages", limit, fetchMissed);
      app.get("/api/v1/chat/stream", limit, openStream);
      const description = chatOpenApi();
      app.get("/api/openapi.json", () => description);
    },
  };

  /** A village may share one address, so visitors are counted by their own token where they have one. */
  function keyGenerator(request: FastifyRequest): string {
    return visitors.known(request) ?? request.ip;
  }

  /** Devices leave out what they have shown, so everything still waiting may be sent again. */
  async function pushNews(from: Conversations, key: string): Promise<void> {
    for (const visitor of streams.openFor(key)) {
      const messages = await from.missed("web", visitor, 0).catch(() => []);
      streams.push(visitor, messages);
    }
  }

  function service(): Conversations {
    if (!conversations) throw new ChannelError("web", "unavailable");
    return conversations;
  }

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (!isSameSite(request)) return reply.code(403).send({ error: "other_site" });
    const message = incoming.safeParse(request.body);
    if (!message.success) return reply.code(400).send({ error: "bad_request" });
    const visitor = visitors.identify(request, reply);
    const { id, acknowledged, language } = message.data;
    return service().receive({
      channel: "web",
      address: visitor,
      key: `web/${id}`,
      body: toEventBody(message.data),
      at: new Date().toISOString(),
      acknowledged,
      language,
    });
  }

  async function fetchMissed(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const query = missedQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send({ error: "bad_request" });
    const visitor = visitors.known(request);
    if (!visitor) return { messages: [] };
    return { messages: await service().missed("web", visitor, query.data.after) };
  }

  async function openStream(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const visitor = visitors.known(request);
    if (!visitor) return reply.code(204).send();
    const query = missedQuery.safeParse({
      after: request.headers["last-event-id"] ?? (request.query as { after?: string }).after,
    });
    const missed = await service().missed("web", visitor, query.success ? query.data.after : 0);
    const headers = reply.getHeaders();
    reply.hijack();
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value);
    if (!streams.open(visitor, reply.raw, missed)) reply.raw.writeHead(503, { "retry-after": "30" }).end();
    return reply;
  }
}
