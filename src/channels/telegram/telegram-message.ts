import type { Button, Say } from "../../flow/effects.ts";
import { splitText } from "../../lib/split-text.ts";
import { TELEGRAM_LIMITS } from "./telegram-wire.ts";

/** Two short labels fit side by side on a small phone; a longer one gets a row of its own. UTF-16 code units. */
const SHORT_LABEL = 14;

interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** The fields of one `sendMessage`, without the chat. */
export interface TelegramText {
  readonly text: string;
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly InlineButton[])[] };
  readonly link_preview_options: { readonly is_disabled: true };
}

/**
 * A message as Telegram takes it: cut at sentences to its limit, the buttons under the last piece. The text is sent
 * without a parse mode, so nothing in it can be markup and nothing needs escaping.
 */
export function toTelegramTexts(say: Say): TelegramText[] {
  const pieces = splitText(say.text, TELEGRAM_LIMITS.text);
  return pieces.map((text, index) => ({
    text,
    link_preview_options: { is_disabled: true },
    ...(index === pieces.length - 1 &&
      say.buttons.length > 0 && { reply_markup: { inline_keyboard: toRows(say.buttons) } }),
  }));
}

function toRows(buttons: readonly Button[]): InlineButton[][] {
  const rows: InlineButton[][] = [];
  for (const button of buttons.slice(0, TELEGRAM_LIMITS.buttons)) {
    const row = rows.at(-1);
    const fitsBeside = row?.length === 1 && isShort(row[0]?.text ?? "") && isShort(button.label);
    if (fitsBeside) row.push(toInline(button));
    else rows.push([toInline(button)]);
  }
  return rows;
}

function toInline({ label, payload, url }: Button): InlineButton {
  const text =
    label.length > TELEGRAM_LIMITS.buttonLabel ? `${label.slice(0, TELEGRAM_LIMITS.buttonLabel - 1)}…` : label;
  return url ? { text, url } : { text, callback_data: payload };
}

function isShort(label: string): boolean {
  return label.length <= SHORT_LABEL;
}
