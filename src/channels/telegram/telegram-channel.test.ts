import { setTimeout as pause } from "node:timers/promises";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalBotApi } from "../../../tests/support/telegram/local-bot-api.ts";
import { createLog } from "../../lib/log.ts";
import type { Accepted, Conversations, Inbound, Outgoing } from "../channel.ts";
import { createTelegramChannel, type TelegramChannel } from "./telegram-channel.ts";

const BA_NAM = 4_711;
const SECRET = "mot-bi-mat_dai";

let api: LocalBotApi;
let app: FastifyInstance | undefined;
let channel: TelegramChannel;
let logged: string[];
let received: Inbound[];
let unreachable: string[];
/** What the service does with a message; a test may replace it. */
let receive: (inbound: Inbound) => Promise<Accepted>;

const conversations: Conversations = {
  receive(inbound) {
    received.push(inbound);
    return receive(inbound);
  },
  missed: async () => [],
  async reachable(_channel, address, isReachable) {
    if (!isReachable) unreachable.push(address);
  },
};

beforeEach(async () => {
  api = await LocalBotApi.start();
  logged = [];
  received = [];
  unreachable = [];
  receive = async () => ({ outcome: "handled", messages: [] });
});

afterEach(async () => {
  await channel.stop();
  await app?.close();
  app = undefined;
  await api.stop();
  expect(api.problems).toEqual([]);
  expect(logged.join("")).not.toContain(api.token);
});

async function startPolling(): Promise<void> {
  channel = createTelegramChannel({ token: api.token, apiRoot: api.url, log: log() });
  await channel.start(conversations);
}

async function startWebhook(): Promise<void> {
  app = Fastify();
  let publicUrl = "";
  const webhook = {
    secret: SECRET,
    get publicUrl() {
      return publicUrl;
    },
  };
  channel = createTelegramChannel({ token: api.token, apiRoot: api.url, webhook, log: log() });
  channel.routes(app);
  publicUrl = await app.listen({ port: 0, host: "127.0.0.1" });
  await channel.start(conversations);
}

function log() {
  return createLog("debug", { write: (line) => logged.push(line) });
}

function message(seq: number, text: string, more: Partial<Outgoing["say"]> = {}): Outgoing {
  return { seq, at: "2026-11-24T03:00:00Z", say: { text, buttons: [], expects: "text", ...more } };
}

const send = (messages: readonly Outgoing[]) => channel.deliver(String(BA_NAM), messages, AbortSignal.timeout(5_000));

for (const [how, start] of [
  ["long polling", startPolling],
  ["the webhook", startWebhook],
] as const) {
  test(`over ${how}, texts, presses, deep links, photos and contacts come in with the update's own key`, async () => {
    await start();
    api.says(BA_NAM, "/start xa-tan-yen_01");
    const text = api.says(BA_NAM, "lam giay khai sinh cho chau");
    api.sends(BA_NAM, { photo: [{ file_id: "small" }, { file_id: "large" }] });
    api.sends(BA_NAM, { contact: { phone_number: "+84912345678", first_name: "Năm" } });
    api.sends(BA_NAM, { location: { latitude: 21.38, longitude: 106.12 } });
    api.sends(BA_NAM, { sticker: { file_id: "x" } });
    await expect.poll(() => received.length).toBe(6);
    expect(received.map(({ body }) => body)).toEqual([
      { type: "started", ref: "xa-tan-yen_01" },
      { type: "text", text: "lam giay khai sinh cho chau" },
      { type: "photo", attachmentId: "telegram:large" },
      { type: "contact", phone: "+84912345678" },
      { type: "location", latitude: 21.38, longitude: 106.12 },
      { type: "unsupported", what: "sticker" },
    ]);
    expect(received[1]).toMatchObject({ key: `telegram/${text.update_id}`, address: String(BA_NAM), language: "vi" });
  });

  test(`over ${how}, an update that could not be made durable comes again and is not overtaken by the next`, async () => {
    await start();
    let refusals = 2;
    receive = async () => {
      if (refusals-- > 0) throw new Error("the database is away");
      return { outcome: "handled", messages: [] };
    };
    api.says(BA_NAM, "một");
    api.says(BA_NAM, "hai");
    await expect.poll(() => received.length, { timeout: 8_000 }).toBe(4);
    expect(received.map(({ body }) => body.type === "text" && body.text)).toEqual(["một", "một", "một", "hai"]);
  });
}

test("a press is answered at once, before its turn is done, and a late answer is nobody's concern", async () => {
  await startWebhook();
  const turn = Promise.withResolvers<Accepted>();
  receive = () => turn.promise;
  api.fail("answerCallbackQuery", {
    kind: "error",
    code: 400,
    description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
  });
  api.pressesPayload(BA_NAM, "Ab3dEf7h.v1.s1.1.yes");
  await expect.poll(() => api.calls.some(({ method }) => method === "answerCallbackQuery")).toBe(true);
  expect(received[0]?.body).toEqual({ type: "tap", payload: "Ab3dEf7h.v1.s1.1.yes" });
  turn.resolve({ outcome: "handled", messages: [] });
});

test("a wrong or missing secret is refused and nothing is taken in", async () => {
  await startWebhook();
  for (const headers of [{}, { "x-telegram-bot-api-secret-token": "wrong" }]) {
    const answer = await app?.inject({ method: "POST", url: "/webhooks/telegram", headers, payload: { update_id: 1 } });
    expect(answer?.statusCode).toBe(403);
  }
  expect(received).toEqual([]);
});

test("a body that is no update is dropped, so that it does not come back for a day", async () => {
  await startWebhook();
  const headers = { "x-telegram-bot-api-secret-token": SECRET };
  const answer = await app?.inject({ method: "POST", url: "/webhooks/telegram", headers, payload: ["?"] });
  expect(answer?.statusCode).toBe(200);
});

test("somebody who blocks the bot is noted as out of reach, and what cannot reach them says so", async () => {
  await startPolling();
  api.says(BA_NAM, "xin chào");
  api.blocks(BA_NAM);
  await expect.poll(() => unreachable).toEqual([String(BA_NAM)]);
  await expect(send([message(1, "Chào bạn")])).rejects.toMatchObject({ code: "unreachable_person" });
});

test("a group's talk is not for the bot", async () => {
  await startPolling();
  api.sends(BA_NAM, { text: "cả nhóm ơi", chat: { id: -100, type: "group", title: "Tổ công nghệ số" } });
  api.says(BA_NAM, "riêng");
  await expect.poll(() => received.length).toBe(1);
  expect(received[0]?.body).toEqual({ type: "text", text: "riêng" });
});

test("a text is sent as it is, buttons in rows, markup and signs harmless", async () => {
  await startPolling();
  api.says(BA_NAM, "xin chào");
  const text = "<b>Phí</b> & lệ phí: 8.000đ/bản *không* _gạch_ [x](y)";
  const buttons = [
    { label: "Có", payload: "a.1" },
    { label: "Không", payload: "a.2" },
    { label: "Tôi muốn hỏi người hỗ trợ ở xã", payload: "a.3" },
    { label: "Mở Cổng dịch vụ công", payload: "", url: "https://dichvucong.gov.vn" },
  ];
  await send([message(1, text, { buttons })]);
  const [answer] = await api.answersAfter(BA_NAM, 0);
  expect(answer?.text).toBe(text);
  expect(answer?.buttons.map(({ text: label }) => label)).toEqual(buttons.map(({ label }) => label));
});

test("a text past the limit goes out in pieces cut at sentences, the buttons under the last", async () => {
  await startPolling();
  api.says(BA_NAM, "xin chào");
  const text = "Bạn chuẩn bị giấy chứng sinh bản chính. ".repeat(300).trim();
  await send([message(1, text, { buttons: [{ label: "Tiếp", payload: "a.1" }] })]);
  const answers = api.chat(BA_NAM).filter(({ by }) => by === "bot");
  expect(answers.length).toBeGreaterThan(2);
  expect(answers.every(({ text: piece }) => piece.length <= 4_096 && piece.endsWith("."))).toBe(true);
  expect(answers.map(({ buttons }) => buttons.length)).toEqual([...answers.slice(1).map(() => 0), 1]);
});

test("a ticked list is changed where it stands, and sent anew once it can no longer be changed", async () => {
  await startPolling();
  api.says(BA_NAM, "xin chào");
  await send([message(1, "☐ Giấy chứng sinh", { replaces: "papers" })]);
  await send([message(2, "☑ Giấy chứng sinh", { replaces: "papers" })]);
  await send([message(2, "☑ Giấy chứng sinh", { replaces: "papers" })]);
  const shown = () => api.chat(BA_NAM).filter(({ by }) => by === "bot");
  expect(shown()).toMatchObject([{ text: "☑ Giấy chứng sinh", edits: 1 }]);
  api.fail("editMessageText", { kind: "error", code: 400, description: "Bad Request: message can't be edited" });
  await send([message(3, "☐ Giấy chứng sinh", { replaces: "papers" })]);
  expect(shown().length).toBe(2);
});

test("after 'too many requests' nothing leaves before the stated second, then everything does", async () => {
  await startPolling();
  api.says(BA_NAM, "xin chào");
  api.fail("sendMessage", { kind: "error", code: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 });
  const first = send([message(1, "một")]);
  const sends = () => api.calls.filter(({ method }) => method === "sendMessage");
  await expect.poll(() => sends().length, { interval: 5 }).toBe(1);
  // What had left before the refusal was read could not have been held back.
  await pause(200);
  await Promise.all([first, send([message(2, "hai")])]);
  const [refused, ...later] = sends();
  expect([refused?.answer, later.length]).toEqual([429, 2]);
  expect(later.every(({ at }) => at - (refused?.at ?? 0) >= 1_000)).toBe(true);
});

for (const [why, fault] of [
  ["a broken connection", { kind: "hangUpBefore" }],
  ["a proxy's HTML page", { kind: "nonsense" }],
  ["a server error", { kind: "error", code: 502, description: "Bad Gateway" }],
] as const) {
  test(`${why} is told apart from a refusal, without token or text in it`, async () => {
    await startPolling();
    api.says(BA_NAM, "xin chào");
    api.fail("sendMessage", fault);
    const failure = await send([message(1, "chuyện riêng của bà Năm")]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "ChannelError", code: "unavailable" });
    const cause = failure instanceof Error ? `${failure.message} ${String(failure.cause)}` : "";
    expect(cause).not.toContain(api.token);
    expect(cause).not.toContain("riêng");
  });
}

test("a wrong token says so instead of trying for ever", async () => {
  channel = createTelegramChannel({ token: "110201543:wrong", apiRoot: api.url, log: log() });
  await expect(channel.start(conversations)).rejects.toMatchObject({ code: "unauthorized" });
});
