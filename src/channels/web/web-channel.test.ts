import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreUnavailable } from "../../conversation/conversation-store.ts";
import { createLocalWakes } from "../../coordination/wakes.ts";
import { buildServer } from "../../http/server.ts";
import { createLog } from "../../lib/log.ts";
import type { Accepted, Conversations, Inbound } from "../channel.ts";
import { createWebChannel, type WebChannel } from "./web-channel.ts";

const ID = "8b9f4c62-5a3e-4f0e-9d7c-0a1b2c3d4e5f";
let app: FastifyInstance;
let web: WebChannel;
let received: Inbound[];
let receive: () => Promise<Accepted>;

const conversations: Conversations = {
  receive(inbound) {
    received.push(inbound);
    return receive();
  },
  missed: async () => [],
  reachable: async () => {},
};

beforeEach(async () => {
  received = [];
  receive = async () => ({ outcome: "handled", messages: [] });
  web = createWebChannel({ isHttps: true, page: { weightBytes: 0, routes: () => {} }, wakes: createLocalWakes() });
  app = await buildServer({
    log: createLog("fatal"),
    isHttps: true,
    isReady: async () => ({ database: false }),
    routes: [web.routes],
  });
  await web.start(conversations);
});
afterEach(async () => {
  await web.stop();
  await app.close();
});

const post = (body: object, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url: "/api/v1/chat/messages", payload: body, headers });

test("a visitor gets a cookie that scripts cannot read and other sites do not send", async () => {
  const answer = await post({ id: ID, type: "start" });
  expect(answer.headers["set-cookie"]).toMatch(
    /^__Host-visitor=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/,
  );
});

test("a page of another site cannot speak for a visitor", async () => {
  expect((await post({ id: ID, type: "start" }, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
  expect(
    (await post({ id: ID, type: "start" }, { origin: "https://evil.example", host: "chat.example" })).statusCode,
  ).toBe(403);
  expect(received).toEqual([]);
});

test("a cookie that is none of ours makes a new visitor instead of a strange one", async () => {
  await post({ id: ID, type: "start" }, { cookie: "__Host-visitor=../../etc/passwd" });
  expect(received[0]?.address).toMatch(/^[\w-]{32}$/);
});

test.each([
  ["nothing", {}],
  ["an id that is none", { id: "1", type: "text", text: "x" }],
  ["an empty text", { id: ID, type: "text", text: "" }],
  ["a text without end", { id: ID, type: "text", text: "x".repeat(5_000) }],
  ["an unknown kind", { id: ID, type: "shout", text: "x" }],
])("%s is refused and not taken in", async (_why, body) => {
  expect((await post(body)).statusCode).toBe(400);
  expect(received).toEqual([]);
});

test("what could not be made durable is answered 503 with a time to try again", async () => {
  receive = () => Promise.reject(new StoreUnavailable("away"));
  const answer = await post({ id: ID, type: "text", text: "x" });
  expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "2"]);
});

test("the service is alive while it is not ready, and says which part is missing", async () => {
  expect((await app.inject("/healthz")).statusCode).toBe(200);
  const ready = await app.inject("/readyz");
  expect([ready.statusCode, ready.json()]).toEqual([503, { ready: false, database: false }]);
});

test("the page forbids scripts and styles that are not its own", async () => {
  const policy = String((await app.inject("/healthz")).headers["content-security-policy"]);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain("unsafe");
});

test("metrics name routes by their pattern, never by what was asked for", async () => {
  await app.inject("/chat/somebody-s-secret");
  const { body } = await app.inject("/metrics");
  expect(body).toContain("http_request_seconds");
  expect(body).not.toContain("somebody-s-secret");
});

test("the API is described by the shapes that requests are checked against", async () => {
  const description = (await app.inject("/api/openapi.json")).json();
  expect(description.paths["/api/v1/chat/messages"].post.requestBody.content["application/json"].schema).toBeTypeOf(
    "object",
  );
});
