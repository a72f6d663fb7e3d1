import type { Choice } from "../assets.ts";
import type { Field, Value } from "../definition/flow.ts";
import type { Standing } from "./outcome.ts";

/** A text of this step from the flow's own file; `part` names one of several (`options.yes`, `skip`). */
export function stepText(at: Standing, part?: string): string {
  const key = `flows/${at.flow.slug}:${at.stepId}`;
  const own = part ? `${key}.${part}` : at.assets.has(at.language, `${key}.text`) ? `${key}.text` : key;
  return at.assets.text(at.language, own, readableAnswers(at));
}

/** A text that all flows share. */
export function engineText(
  at: Pick<Standing, "assets" | "language">,
  key: string,
  vars?: Readonly<Record<string, string | number>>,
): string {
  return at.assets.text(at.language, `engine:${key}`, vars);
}

/** A button whose label is shared by all flows; its choice begins with `@`. */
export function engineChoice(at: Pick<Standing, "assets" | "language">, name: string): Choice {
  return { choice: `@${name}`, label: engineText(at, `buttons.${name}`) };
}

/** The answers of the frame as people read them, for the variables of a text. */
export function readableAnswers(at: Standing): Record<string, string | number> {
  const entries = Object.entries(at.frame.answers).map(([name, value]) => [
    name,
    readable(at, at.flow.fields[name], value),
  ]);
  return Object.fromEntries(entries);
}

export function readable(at: Standing, field: Field | undefined, value: Value): string | number {
  switch (field?.type) {
    case "date":
      return typeof value === "string" ? readableDate(value) : String(value);
    case "place":
      return at.assets.places.name(String(value)) ?? String(value);
    case "procedure":
      return at.assets.guide.has(String(value)) ? at.assets.guide.name(String(value), at.language) : String(value);
    case "number":
      return Number(value).toLocaleString(at.language === "vi" ? "vi-VN" : "en-GB");
    default:
      return typeof value === "object" ? value.join(", ") : String(value);
  }
}

/** `2026-08-15` → `15/08/2026`, as it is written in Vietnam. */
export function readableDate(date: string): string {
  return date.split("-").toReversed().join("/");
}
