import { Composer, Context, type Telegram } from "telegraf";
import { callbackQuery, message } from "telegraf/filters";
import type { Update, UserFromGetMe } from "telegraf/types";
import type { EventBody } from "../../flow/events.ts";
import type { Inbound } from "../channel.ts";

/** What an update means for us, beside the turn it may take. */
export interface UpdateActions {
  receive(inbound: Inbound): Promise<unknown>;
  /** Lets the button stop spinning; at once, and its failure is nobody's concern. */
  answerPress(callbackQueryId: string): void;
  /** The person blocked the bot, or came back. */
  reachable(address: string, isReachable: boolean): Promise<void>;
}

/**
 * Sorts updates with telegraf's composer and filters. Private chats only: what is said in a group is not for us.
 *
 * The answer is rejected when the turn could not be made durable, so that the webhook answers 503 and Telegram
 * delivers again. telegraf's own `handleUpdate` is not used: it resolves after a time limit although the work goes
 * on, and swallows what handlers throw.
 */
export function createUpdateRouter(
  telegram: Telegram,
  me: UserFromGetMe,
  actions: UpdateActions,
): (update: Update) => Promise<void> {
  const bot = new Composer<Context>();
  const take = (context: Context, body: EventBody) => actions.receive(toInbound(context, body));

  bot.start((context) => take(context, { type: "started", ...(context.payload !== "" && { ref: context.payload }) }));
  bot.on(message("text"), (context) => take(context, { type: "text", text: context.message.text }));
  bot.on(callbackQuery("data"), (context) => {
    actions.answerPress(context.callbackQuery.id);
    return take(context, { type: "tap", payload: context.callbackQuery.data });
  });
  bot.on(message("photo"), (context) => {
    const largest = context.message.photo.at(-1);
    return take(context, { type: "photo", attachmentId: `telegram:${largest?.file_id ?? ""}` });
  });
  bot.on(message("location"), (context) => {
    const { latitude, longitude } = context.message.location;
    return take(context, { type: "location", latitude, longitude });
  });
  bot.on(message("contact"), (context) =>
    take(context, { type: "contact", phone: context.message.contact.phone_number }),
  );
  bot.on(message("sticker"), (context) => take(context, { type: "unsupported", what: "sticker" }));
  bot.on(message("voice"), (context) => take(context, { type: "unsupported", what: "voice" }));
  bot.on([message("video"), message("video_note")], (context) => take(context, { type: "unsupported", what: "video" }));
  bot.on(message("document"), (context) => take(context, { type: "unsupported", what: "file" }));
  bot.on("my_chat_member", async (context) => {
    const status = context.myChatMember.new_chat_member.status;
    await actions.reachable(String(context.myChatMember.chat.id), status !== "kicked" && status !== "left");
  });
  bot.on("message", (context) => take(context, { type: "unsupported", what: "other" }));

  // Composed last: a composer freezes what it hands out to what had been registered by then.
  const inPrivate = Composer.privateChat<Context>(bot.middleware());
  return async (update) => {
    await inPrivate(new Context(update, telegram, me), async () => {});
  };
}

function toInbound(context: Context, body: EventBody): Inbound {
  const { from, chat, update } = context;
  return {
    channel: "telegram",
    // In a private chat the chat is the person; both are the same number.
    address: String(chat?.id ?? from?.id),
    key: `telegram/${update.update_id}`,
    body,
    at: new Date().toISOString(),
    language: from?.language_code?.startsWith("en") ? "en" : "vi",
  };
}
