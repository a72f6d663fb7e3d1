/** Letters that stand for đ: the real ones, and the Icelandic and African look-alikes of old Vietnamese keyboards. */
const D_WITH_STROKE = /[đðɖ]/g;
const MARKS = /\p{M}+/gu;
/** Characters nobody sees: zero-width joiners, soft hyphens, direction marks, variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Cc}]|\u034f|[\ufe00-\ufe0f]/gu;
const NOT_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/gu;
const SPACES = /[\s\p{Z}]+/gu;

/**
 * Text reduced to what people mean rather than how their keyboard wrote it: lower case, no tone or vowel marks, đ as
 * d, everything but letters and digits as one space. NFC, NFD, old and new tone placement all end the same.
 *
 * @example foldVietnamese("  Đăng ký, Khai-Sinh ") // "dang ky khai sinh"
 */
export function foldVietnamese(text: string): string {
  return dropMarks(text).replace(NOT_LETTER_OR_DIGIT, " ").trim();
}

/** The words of the folded text; empty for a text without letters and digits. */
export function foldedWords(text: string): string[] {
  const folded = foldVietnamese(text);
  return folded === "" ? [] : folded.split(" ");
}

/** Like {@link foldVietnamese} but keeps punctuation, for texts in which it means something (`15/8`, `2,5`). */
export function dropMarks(text: string): string {
  const bare = settleCase(text).normalize("NFD").replace(MARKS, "").replace(D_WITH_STROKE, "d");
  return bare.replace(SPACES, " ").trim();
}

/**
 * {@link tidy} text and the same text without marks, character for character: what is found at a place of `plain`
 * stands at the same place of `shown`.
 */
export function aligned(text: string): { shown: string; plain: string } {
  const shown = tidy(text).replace(MARKS, "");
  const plain = Array.from({ length: shown.length }, (_, at) => {
    const character = shown.charAt(at);
    const bare = character.normalize("NFD").replace(MARKS, "").replace(D_WITH_STROKE, "d");
    return bare.length === 1 ? bare : character;
  });
  return { shown, plain: plain.join("") };
}

/** Lower case, NFC, single spaces, without invisible characters; marks and punctuation stay. */
export function tidy(text: string): string {
  return settleCase(text).normalize("NFC").replace(SPACES, " ").trim();
}

/** True when the text holds a letter that only Vietnamese marks make: its writer types with diacritics. */
export function hasMarks(text: string): boolean {
  return /[\p{M}]/u.test(text.normalize("NFD")) || /[đĐ]/.test(text);
}

/** Compatibility forms (styled letters, full width) and case may each bring out the other, hence twice. */
function settleCase(text: string): string {
  const visible = text.replace(/[\t\n\r\v\f\u0085]/g, " ").replace(INVISIBLE, "");
  return visible.normalize("NFKD").toLowerCase().normalize("NFKD").toLowerCase();
}
