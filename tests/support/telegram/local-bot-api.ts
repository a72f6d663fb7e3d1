import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { checkCall, methodNamed } from "./check-call.ts";
import { type Update, WebhookSender } from "./webhook-sender.ts";

/** A message as a chat shows it. */
export interface ChatMessage {
  readonly messageId: number;
  text: string;
  buttons: readonly { text: string; callback_data?: string; url?: string }[];
  /** By the bot or by the person. */
  readonly by: "bot" | "person";
  readonly at: number;
  edits: number;
}

export interface RecordedCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly answer: number;
}

/** How the next calls of a method go wrong. */
export type Fault =
  | { kind: "error"; code: number; description: string; retryAfter?: number; migrateTo?: number }
  | { kind: "hangUpBefore" }
  /** Carried out, but the answer never arrives. */
  | { kind: "hangUpAfter" }
  | { kind: "slow"; ms: number }
  | { kind: "nonsense" };

const TOKEN_PATH = /^\/bot([^/]+)\/(\w+)/;
const LONG_POLL_STEP_MS = 20;

/**
 * Plays api.telegram.org on the loopback: checks every call against the published specification, keeps chats,
 * delivers updates by long polling or webhooks with the real server's order and retries (its waits shortened by
 * `timeScale`), and goes wrong on demand.
 *
 * @source github.com/tdlib/telegram-bot-api for queues and retries; core.telegram.org/bots/api for the rest
 */
export class LocalBotApi {
  readonly token: string;
  readonly calls: RecordedCall[] = [];
  /** What the specification had against calls; a test ends by expecting none. */
  readonly problems: string[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #chats = new Map<number, ChatMessage[]>();
  readonly #blocked = new Set<number>();
  readonly #faults = new Map<string, Fault[]>();
  readonly #pending: Update[] = [];
  readonly #webhook: WebhookSender;
  #nextUpdateId = randomInt(1_000, 1_000_000);
  #nextMessageId = 1;
  #port = 0;
  /** Answers more calls of one second than this with 429. */
  perSecond = Number.POSITIVE_INFINITY;

  private constructor(token: string, timeScale: number) {
    this.token = token;
    this.#webhook = new WebhookSender(timeScale);
  }

  static async start(options: { token?: string; timeScale?: number } = {}): Promise<LocalBotApi> {
    const api = new LocalBotApi(
      options.token ?? "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
      options.timeScale ?? 0.01,
    );
    api.#server.listen(0, "127.0.0.1");
    await once(api.#server, "listening");
    const address = api.#server.address();
    if (typeof address === "object" && address) api.#port = address.port;
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Updates not yet acknowledged, in any queue. */
  get waiting(): number {
    return this.#pending.length + this.#webhook.waiting;
  }

  async stop(): Promise<void> {
    await this.#webhook.stop();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** The next `times` calls of `method` go wrong in this way. */
  fail(method: string, fault: Fault, times = 1): void {
    const queue = this.#faults.get(method) ?? [];
    queue.push(...Array.from({ length: times }, () => fault));
    this.#faults.set(method, queue);
  }

  chat(userId: number): readonly ChatMessage[] {
    return this.#chats.get(userId) ?? [];
  }

  says(userId: number, text: string, extra: Readonly<Record<string, unknown>> = {}): Update {
    const entities = text.startsWith("/")
      ? [{ type: "bot_command", offset: 0, length: text.split(" ")[0]?.length }]
      : [];
    return this.sends(userId, { text, ...(entities.length > 0 && { entities }), ...extra }, text);
  }

  /** Any message: a photo, a contact, a sticker… in the fields of Telegram's `Message`. */
  sends(userId: number, fields: Readonly<Record<string, unknown>>, shown = ""): Update {
    const messageId = this.#keep(userId, { text: shown, buttons: [], by: "person" });
    return this.#queue({ message: { message_id: messageId, ...this.#whoAndWhere(userId), ...fields } }, userId);
  }

  /** Presses the newest button with this label, or the first whose label contains it. */
  presses(userId: number, label: string): Update {
    const shown = this.chat(userId)
      .toReversed()
      .flatMap((message) => message.buttons.map((button) => ({ message, button })));
    const found =
      shown.find(({ button }) => button.text === label) ?? shown.find(({ button }) => button.text.includes(label));
    if (!found?.button.callback_data) throw new Error(`no button says ${label}`);
    return this.pressesPayload(userId, found.button.callback_data, found.message.messageId);
  }

  pressesPayload(userId: number, data: string, messageId = 1): Update {
    const { from, chat } = this.#whoAndWhere(userId);
    const message = { message_id: messageId, date: seconds(), chat };
    const query = { id: String(randomInt(1, 2 ** 47)), from, message, chat_instance: "1", data };
    // Presses travel in a queue of their own, so they may overtake messages. @source Client.cpp, 3·2^33
    return this.#queue({ callback_query: query }, userId + 3 * 2 ** 33);
  }

  blocks(userId: number): Update {
    this.#blocked.add(userId);
    return this.#membership(userId, "member", "kicked");
  }

  unblocks(userId: number): Update {
    this.#blocked.delete(userId);
    return this.#membership(userId, "kicked", "member");
  }

  /** Delivers an update once more, as after a lost acknowledgement. */
  repeats(update: Update, userId: number): void {
    this.#deliver(update, userId);
  }

  /** Resolves once the chat holds more than `count` messages of the bot. */
  async answersAfter(userId: number, count: number, limitMs = 10_000): Promise<readonly ChatMessage[]> {
    const deadline = Date.now() + limitMs;
    while (Date.now() < deadline) {
      const answers = this.chat(userId).filter(({ by }) => by === "bot");
      if (answers.length > count) return answers;
      await pause(5);
    }
    throw new Error(`the bot did not answer ${userId} in ${limitMs} ms`);
  }

  #membership(userId: number, before: string, after: string): Update {
    const user = { id: 110201543, is_bot: true, first_name: "Đồng Hành Số" };
    const change = {
      ...this.#whoAndWhere(userId),
      old_chat_member: { status: before, user },
      new_chat_member: { status: after, user, until_date: 0 },
    };
    return this.#queue({ my_chat_member: change }, userId);
  }

  #whoAndWhere(userId: number) {
    const from = { id: userId, is_bot: false, first_name: "Bà Năm", language_code: "vi" };
    return { from, chat: { id: userId, type: "private", first_name: "Bà Năm" }, date: seconds() };
  }

  #queue(fields: Readonly<Record<string, unknown>>, queue: number): Update {
    const update: Update = { update_id: this.#nextUpdateId++, ...fields };
    this.#deliver(update, queue);
    return update;
  }

  #deliver(update: Update, queue: number): void {
    if (this.#webhook.isSet) this.#webhook.send(update, queue);
    else this.#pending.push(update);
  }

  #keep(userId: number, message: Pick<ChatMessage, "text" | "buttons" | "by">): number {
    const messageId = this.#nextMessageId++;
    const chat = this.#chats.get(userId) ?? [];
    chat.push({ messageId, edits: 0, at: Date.now(), ...message });
    this.#chats.set(userId, chat);
    return messageId;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, token, name = ""] = TOKEN_PATH.exec(request.url ?? "") ?? [];
    const method = methodNamed(name);
    if (token !== this.token) return this.#refuse(response, 401, "Unauthorized");
    if (!method) return this.#refuse(response, 404, "Not Found: method not found");
    const params = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    const fault = this.#faults.get(method)?.shift();
    if (fault?.kind === "hangUpBefore") return void response.destroy();
    if (fault?.kind === "slow") await pause(fault.ms);
    if (fault?.kind === "nonsense")
      return void response.writeHead(200, { "content-type": "text/html" }).end("<html>proxy</html>");
    const answer = fault?.kind === "error" ? fromFault(fault) : await this.#carryOut(method, params);
    this.calls.push({ method, params, at: Date.now(), answer: answer.code });
    if (fault?.kind === "hangUpAfter") return void response.destroy();
    this.#reply(response, answer.code, answer.body);
  }

  async #carryOut(method: string, params: Record<string, unknown>): Promise<Answer> {
    const problems = checkCall(method, params);
    this.problems.push(...problems);
    if (problems[0]) return refusal(400, `Bad Request: ${problems[0]}`);
    if (method === "getUpdates") return ok(await this.#poll(params));
    if (method === "getMe")
      return ok({ id: 110201543, is_bot: true, first_name: "Đồng Hành Số", username: "dong_hanh_so_bot" });
    if (method === "setWebhook") return ok(this.#webhook.set(String(params.url), String(params.secret_token ?? "")));
    if (method === "deleteWebhook") return ok(this.#webhook.set("", ""));
    if (method === "sendMessage" || method === "editMessageText") return this.#write(method, params);
    return ok(true);
  }

  #write(method: string, params: Record<string, unknown>): Answer {
    const userId = Number(params.chat_id);
    if (this.#blocked.has(userId)) return refusal(403, "Forbidden: bot was blocked by the user");
    if (!this.#chats.has(userId)) return refusal(400, "Bad Request: chat not found");
    const lately = this.calls.filter(
      ({ method, at, answer }) => method === "sendMessage" && answer === 200 && at > Date.now() - 1_000,
    );
    if (lately.length >= this.perSecond)
      return fromFault({ kind: "error", code: 429, description: "Too Many Requests", retryAfter: 1 });
    const text = String(params.text);
    const markup = params.reply_markup as { inline_keyboard?: ChatMessage["buttons"][] } | undefined;
    const buttons = markup?.inline_keyboard?.flat() ?? [];
    if (method === "sendMessage")
      return ok({ message_id: this.#keep(userId, { text, buttons, by: "bot" }), date: seconds(), text });
    const standing = this.chat(userId).find(({ messageId }) => messageId === params.message_id);
    if (!standing) return refusal(400, "Bad Request: message to edit not found");
    if (standing.text === text && JSON.stringify(standing.buttons) === JSON.stringify(buttons)) {
      return refusal(400, "Bad Request: message is not modified");
    }
    Object.assign(standing, { text, buttons, edits: standing.edits + 1 });
    return ok({ message_id: standing.messageId, date: seconds(), text });
  }

  async #poll(params: Record<string, unknown>): Promise<Update[]> {
    const offset = Number(params.offset ?? 0);
    while (this.#pending[0] && this.#pending[0].update_id < offset) this.#pending.shift();
    // The wait is cut short, so that a test's stop does not take 50 s.
    for (let waited = 0; this.#pending.length === 0 && waited < 500; waited += LONG_POLL_STEP_MS)
      await pause(LONG_POLL_STEP_MS);
    return this.#pending.slice(0, Number(params.limit ?? 100));
  }

  #refuse(response: ServerResponse, code: number, description: string): void {
    this.#reply(response, code, refusal(code, description).body);
  }

  #reply(response: ServerResponse, code: number, body: object): void {
    const text = JSON.stringify(body);
    response
      .writeHead(code, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
      .end(text);
  }
}

interface Answer {
  readonly code: number;
  readonly body: object;
}

function ok(result: unknown): Answer {
  return { code: 200, body: { ok: true, result } };
}

function refusal(code: number, description: string): Answer {
  return { code, body: { ok: false, error_code: code, description } };
}

function fromFault(fault: Extract<Fault, { kind: "error" }>): Answer {
  const parameters = {
    ...(fault.retryAfter !== undefined && { retry_after: fault.retryAfter }),
    ...(fault.migrateTo !== undefined && { migrate_to_chat_id: fault.migrateTo }),
  };
  return { code: fault.code, body: { ok: false, error_code: fault.code, description: fault.description, parameters } };
}

function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}
