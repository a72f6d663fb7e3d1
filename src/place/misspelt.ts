import { isWithinOneEdit } from "../language/edits.ts";
import { foldedWords } from "../language/fold.ts";
import type { Entry } from "./gazetteer.ts";
import type { UnitForms } from "./place-words.ts";

/** A slip in a shorter name would make it another name. */
const MIN_NAME_LETTERS = 5;
const LONGEST_NAME_WORDS = 4;
const MAX_WORDS = 20;

/** Entries whose name is one typing slip away from some words of the text; the longest such names only. */
export function nearestNames(
  text: string,
  entries: ReadonlyMap<string, readonly Entry[]>,
  units: UnitForms,
): readonly Entry[] {
  const words = foldedWords(text)
    .slice(0, MAX_WORDS)
    .filter((word) => !units.has(word));
  for (let length = Math.min(LONGEST_NAME_WORDS, words.length); length >= 1; length--) {
    const found: Entry[] = [];
    for (let at = 0; at + length <= words.length; at++) {
      const typed = words.slice(at, at + length).join("");
      if (typed.length >= MIN_NAME_LETTERS) found.push(...oneSlipAway(typed, entries));
    }
    if (found.length > 0) return found;
  }
  return [];
}

function oneSlipAway(typed: string, entries: ReadonlyMap<string, readonly Entry[]>): Entry[] {
  const found: Entry[] = [];
  for (const [key, same] of entries) {
    if (Math.abs(key.length - typed.length) <= 1 && isWithinOneEdit(typed, key)) found.push(...same);
  }
  return found;
}
