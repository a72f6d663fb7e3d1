import { z } from "zod";
import type { ChannelLimits } from "../channel.ts";

/**
 * What Telegram's Bot API says and allows, in its own words.
 *
 * @source Bot API 10.3, https://core.telegram.org/bots/api (text 1–4,096 characters after entity parsing,
 * callback_data 1–64 bytes, callback answers). The number of buttons has no documented limit; the server refuses
 * keyboards that are too long, so we stay far below.
 */
export const TELEGRAM_LIMITS: ChannelLimits = { text: 4_096, buttons: 100, buttonLabel: 64, buttonPayload: 64 };

/** The server caps long polling at 50 s. @source github.com/tdlib/telegram-bot-api, Client.h */
export const POLL_SECONDS = 50;
export const POLL_LIMIT = 100;

/** Only what is handled is asked for; `my_chat_member` tells of blocks and unblocks. */
export const ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"] as const;

export const SECRET_HEADER = "x-telegram-bot-api-secret-token";

/** Every answer of the Bot API. @source https://core.telegram.org/bots/api#making-requests */
export const telegramReply = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.number(),
    description: z.string().default(""),
    parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
  }),
]);

export const sentMessage = z.object({ message_id: z.number() });
export const botIdentity = z.looseObject({
  id: z.number(),
  is_bot: z.literal(true),
  first_name: z.string(),
  username: z.string(),
});
export const updateList = z.array(z.looseObject({ update_id: z.number() }));
