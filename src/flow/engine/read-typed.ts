import { foldVietnamese } from "../../language/fold.ts";
import { readOrdinal } from "../../language/ordinals.ts";
import { readYesNo } from "../../language/yes-no.ts";
import type { Choice } from "../assets.ts";

/** Shorter words than this are in too many labels to mean one. */
const LEAST_PART_LENGTH = 4;

/**
 * The button that typed words mean: its label with or without diacritics, its place in the list ("2", "cái thứ hai"), yes or no where
 * those are choices, or words that stand in exactly one label.
 */
export function choiceTyped(text: string, choices: readonly Choice[]): Choice | undefined {
  const said = foldVietnamese(text);
  if (said === "") return undefined;
  const exact = choices.find(({ label }) => foldVietnamese(label) === said);
  if (exact) return exact;
  const own = choices.filter(({ choice }) => !choice.startsWith("@"));
  const position = readOrdinal(text, own.length);
  if (position !== undefined) return own[position - 1];
  return byYesNo(text, own) ?? byPart(said, own);
}

function byYesNo(text: string, choices: readonly Choice[]): Choice | undefined {
  const meant = readYesNo(text);
  if (meant === undefined) return undefined;
  return choices.find(({ choice }) => choice === (meant ? "yes" : "no"));
}

function byPart(said: string, choices: readonly Choice[]): Choice | undefined {
  if (said.length < LEAST_PART_LENGTH) return undefined;
  const holding = choices.filter(({ label }) => ` ${foldVietnamese(label)} `.includes(` ${said} `));
  return holding.length === 1 ? holding[0] : undefined;
}
