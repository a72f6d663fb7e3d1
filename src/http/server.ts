import type { IncomingMessage } from "node:http";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { StoreUnavailable } from "../conversation/conversation-store.ts";
import { TooManyWaiting } from "../lib/in-order.ts";
import type { Log } from "../lib/log.ts";

const BODY_LIMIT_BYTES = 64 * 1024;
/** Requests a minute from one address: a village's shared connection fits, a flood does not. */
const MOST_PER_MINUTE = 600;
const MOST_ADDRESSES = 10_000;
const RETRY_AFTER_SECONDS = 2;
const MINUTE_MS = 60_000;

export interface ServerParts {
  readonly log: Log;
  readonly isHttps: boolean;
  readonly isReady: () => Promise<Readonly<Record<string, boolean>>>;
  readonly routes: readonly ((app: FastifyInstance) => void)[];
}

/** The HTTP server: health, metrics, headers, limits; what it serves comes in as `routes`. */
export async function buildServer({ log, isHttps, isReady, routes }: ServerParts): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: isHttps,
    logger: false,
    routerOptions: { ignoreTrailingSlash: true },
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: isHttps ? [] : null,
      },
    },
    strictTransportSecurity: isHttps,
  });
  await app.register(rateLimit, { max: MOST_PER_MINUTE, timeWindow: MINUTE_MS, cache: MOST_ADDRESSES });
  addHealth(app, isReady);
  addMetrics(app);
  addErrors(app, log);
  for (const add of routes) add(app);
  return app;
}

function addHealth(app: FastifyInstance, isReady: ServerParts["isReady"]): void {
  const config = { rateLimit: false };
  app.get("/healthz", { config }, () => ({ alive: true }));
  app.get("/readyz", { config }, async (_request, reply) => {
    const parts = await isReady();
    const ready = Object.values(parts).every(Boolean);
    return reply.code(ready ? 200 : 503).send({ ready, ...parts });
  });
}

function addMetrics(app: FastifyInstance): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const took = new Histogram({
    name: "http_request_seconds",
    help: "Seconds until a request was answered",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  // The route's pattern, never the address that was asked for: that may hold what is not to be kept.
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    took.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
  });
  app.get("/metrics", { config: { rateLimit: false } }, async (_request, reply) =>
    reply.header("content-type", registry.contentType).send(await registry.metrics()),
  );
}

/** Codes for programs; the words for people are the client's, in their own language. */
function addErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof StoreUnavailable) {
      return reply.code(503).header("retry-after", RETRY_AFTER_SECONDS).send({ error: "unavailable" });
    }
    if (error instanceof TooManyWaiting)
      return reply.code(429).header("retry-after", RETRY_AFTER_SECONDS).send({ error: "too_many" });
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: status === 429 ? "too_many" : "bad_request" });
    log.error({ err: error, route: routeOf(request.routeOptions.url, request.raw) }, "a request failed");
    return reply.code(500).send({ error: "internal" });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "not_found" }));
}

function routeOf(pattern: string | undefined, raw: IncomingMessage): string {
  return `${raw.method} ${pattern ?? "none"}`;
}
