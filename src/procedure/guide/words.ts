import type { GuideOutcome } from "../../flow/assets.ts";
import { splitText } from "../../lib/split-text.ts";
import type { Money } from "../definition.ts";
import type { PartContext } from "./context.ts";

/** A message that a tired reader still finishes. UTF-16 code units. */
const COMFORTABLE_LENGTH = 600;

/** `8000` → "8.000đ". */
export function dong(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}đ`;
}

/** A price in words. An unknown one says so and never reads as free. */
export function price(money: Money, { t }: PartContext): string {
  switch (money.state) {
    case "value":
      return money.per ? `${dong(money.amount)}/${money.per}` : dong(money.amount);
    case "none":
      return t("fee.none");
    case "unknown":
      return money.ask ? t("fee.unknownAsk", { ask: money.ask }) : t("fee.unknown");
    default:
      return money satisfies never;
  }
}

/** Entries packed into as few messages as fit comfortably; an entry is not torn unless it is too long by itself. */
export function pack(entries: readonly string[], separator = "\n"): string[] {
  const messages: string[] = [];
  for (const piece of entries.flatMap((entry) => splitText(entry, COMFORTABLE_LENGTH))) {
    const last = messages.at(-1);
    const joined = last === undefined ? undefined : `${last}${separator}${piece}`;
    if (joined !== undefined && joined.length <= COMFORTABLE_LENGTH) messages[messages.length - 1] = joined;
    else messages.push(piece);
  }
  return messages;
}

/** Messages without buttons. */
export function tell(...texts: readonly string[]): GuideOutcome["says"] {
  return texts.filter((text) => text !== "").map((text) => ({ text, choices: [] }));
}

/** A warning under facts that nobody is sure of, with the reason. */
export function doubt(facts: { confidence: string; doubt?: string | undefined }, { t }: PartContext): string {
  if (facts.confidence !== "low") return "";
  return facts.doubt ? t("doubtBecause", { reason: facts.doubt }) : t("doubt");
}
