import { hasMarks, tidy } from "./fold.ts";

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/**
 * A word with its tone mark moved to the end, so that old and new placement compare equal (hòa, hoà). Vowel marks
 * stay where they are.
 */
export function settleTone(word: string): string {
  const apart = word.normalize("NFD");
  const tones = apart.match(TONES)?.join("") ?? "";
  return apart.replace(TONES, "").normalize("NFC") + tones;
}

/**
 * Whether what somebody typed agrees with an official spelling, word by word. Words typed without any mark agree
 * with everything; `neutral` when none has one.
 */
export function compareMarks(typed: string, official: string): "same" | "differs" | "neutral" {
  const typedWords = tidy(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const officialWords = tidy(official)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  let result: "same" | "neutral" = "neutral";
  for (const [at, word] of typedWords.entries()) {
    if (!hasMarks(word)) continue;
    if (settleTone(word) !== settleTone(officialWords[at] ?? "")) return "differs";
    result = "same";
  }
  return result;
}
