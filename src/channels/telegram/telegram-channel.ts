import type { FastifyInstance } from "fastify";
import { Telegram } from "telegraf";
import type { Update, UserFromGetMe } from "telegraf/types";
import { z } from "zod";
import { BoundedMap } from "../../lib/bounded-map.ts";
import type { Log } from "../../lib/log.ts";
import { type Channel, ChannelError, type Conversations, type Outgoing } from "../channel.ts";
import { createTelegramCalls, type TelegramCalls } from "./telegram-calls.ts";
import { type TelegramText, toTelegramTexts } from "./telegram-message.ts";
import { startPolling } from "./telegram-poller.ts";
import { createUpdateRouter } from "./telegram-updates.ts";
import { addTelegramWebhook } from "./telegram-webhook.ts";
import { ALLOWED_UPDATES, botIdentity, sentMessage, TELEGRAM_LIMITS } from "./telegram-wire.ts";

const START_TIMEOUT_MS = 30_000;
/** A press must be answered within seconds or it is refused; later than this nobody waits for it any more. */
const PRESS_TIMEOUT_MS = 2_000;
const MAX_EDITABLE = 10_000;
const WEBHOOK_CONNECTIONS = 40;

export interface TelegramOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** Present: webhook under `publicUrl`; absent: long polling. */
  readonly webhook?: { readonly secret: string; readonly publicUrl: string };
  readonly log: Log;
}

export interface TelegramChannel extends Channel {
  /** Adds `POST /webhooks/telegram` when webhooks are used. */
  routes(app: FastifyInstance): void;
}

/** Telegram's Bot API as one way to reach people. telegraf sorts and types updates; calls go over our own pool. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, apiRoot, webhook, log } = options;
  const calls = createTelegramCalls(token, apiRoot);
  const editable = new BoundedMap<string, number>(MAX_EDITABLE);
  const latest = new BoundedMap<string, number>(MAX_EDITABLE);
  let handle: ((update: Update) => Promise<void>) | undefined;
  let poller: { stop(): Promise<void> } | undefined;

  return {
    name: "telegram",
    limits: TELEGRAM_LIMITS,
    pushes: true,

    async deliver(address, messages, signal) {
      for (const message of messages) await deliverOne(address, message, signal);
    },

    routes(app) {
      if (!webhook) return;
      addTelegramWebhook(app, webhook.secret, (update) => handleWhenStarted(update), log);
    },

    async start(conversations) {
      const me = await calls.callPatiently("getMe", {}, botIdentity, AbortSignal.timeout(START_TIMEOUT_MS));
      handle = createRouter(me as unknown as UserFromGetMe, conversations);
      await chooseDelivery(calls, webhook);
      if (!webhook) poller = startPolling(calls, handle, log);
      log.info({ bot: me.username, by: webhook ? "webhook" : "polling" }, "Telegram is connected");
    },

    async stop() {
      await poller?.stop();
      await calls.close();
    },
  };

  function createRouter(me: UserFromGetMe, conversations: Conversations): (update: Update) => Promise<void> {
    const telegram = new Telegram(token, { apiRoot });
    return createUpdateRouter(telegram, me, {
      receive: (inbound) => conversations.receive(inbound),
      answerPress(callbackQueryId) {
        const request = { callback_query_id: callbackQueryId };
        const answered = calls.call("answerCallbackQuery", request, z.unknown(), AbortSignal.timeout(PRESS_TIMEOUT_MS));
        // "query is too old" and the like help nobody: the turn itself says what there is to say.
        answered.catch(() => {});
      },
      reachable: (address, isReachable) => conversations.reachable("telegram", address, isReachable),
    });
  }

  function handleWhenStarted(update: Update): Promise<void> {
    return handle ? handle(update) : Promise.reject(new ChannelError("telegram", "unavailable"));
  }

  async function deliverOne(address: string, { say }: Outgoing, signal: AbortSignal): Promise<void> {
    const texts = toTelegramTexts(say);
    const key = say.replaces && `${address}:${say.replaces}`;
    const [only] = texts;
    // Changed where it stands only while nothing stands below it: what is above is not seen any more.
    const standing = key ? editable.get(key) : undefined;
    const isLatest = standing !== undefined && latest.get(address) === standing;
    if (only && isLatest && texts.length === 1 && (await edit(address, standing, only, signal))) return;
    for (const text of texts) {
      const request = { chat_id: address, ...text };
      const sent = await calls.callPatiently("sendMessage", request, sentMessage, signal);
      latest.set(address, sent.message_id);
      if (key) editable.set(key, sent.message_id);
    }
  }

  /** Changes a message that stands already. False: there is none, or it can no longer be changed. */
  async function edit(
    address: string,
    messageId: number | undefined,
    text: TelegramText,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (messageId === undefined) return false;
    try {
      await calls.callPatiently(
        "editMessageText",
        { chat_id: address, message_id: messageId, ...text },
        z.unknown(),
        signal,
      );
      return true;
    } catch (error) {
      if (!(error instanceof ChannelError) || error.code !== "rejected") throw error;
      return error.cause instanceof Error && error.cause.message.includes("message is not modified");
    }
  }
}

/** Webhook and polling exclude each other at Telegram, so whichever is chosen is also stated there. */
async function chooseDelivery(calls: TelegramCalls, webhook: TelegramOptions["webhook"]): Promise<void> {
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  if (!webhook) {
    await calls.callPatiently("deleteWebhook", {}, z.literal(true), signal);
    return;
  }
  const request = {
    url: `${webhook.publicUrl}/webhooks/telegram`,
    secret_token: webhook.secret,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: WEBHOOK_CONNECTIONS,
  };
  await calls.callPatiently("setWebhook", request, z.literal(true), signal);
}
