import { dropMarks } from "./fold.ts";
import { findNumbers, numberWords } from "./numbers.ts";

const WRAPPING =
  /^(?:da|vang|u|uh|ok|oke|a|um|toi|em|minh|con|chau|bac|cho|xin|muon|can|chon|lay|lam|hoi|xem|la|thi|y|theo|dung|roi)\b[ ,:]*|[ ,.!]*\b(?:a|nhe|nha|di|oi|em|ban|ad|do|day|ay|kia|nay|dum|giup|gium|thoi|roi|voi|he|ha|cung duoc|la duoc|tren danh sach)[.!]*$/;
const HEAD = "(?:(?:cai|so|muc|dong|lua chon|phuong an|thu tuc|loai|option|no|nut|cau|y|ket qua|dap an) ?)?";
const FIRST = new RegExp(`^${HEAD}(?:thu nhat|dau tien|dau|tren cung|o tren cung|nhat|dau bang|first)$`);
const LAST = new RegExp(`^${HEAD}(?:cuoi|cuoi cung|duoi cung|o duoi cung|sau cung|chot|last)$`);
const LAST_BUT_ONE = new RegExp(`^${HEAD}(?:ke cuoi|ap chot|gan cuoi|sat cuoi)$`);
const MIDDLE = new RegExp(`^${HEAD}(?:giua|o giua|chinh giua)$`);
const NUMBERED = new RegExp(`^${HEAD}(?:thu |so |#)?([\\p{L}\\d ]{1,12})[).]?$`, "u");
const UPPER = new RegExp(`^${HEAD}(?:tren|o tren|phia tren)$`);
const LOWER = new RegExp(`^${HEAD}(?:duoi|o duoi|phia duoi|sau|con lai|kia)$`);
const MAX_CHARACTERS = 60;

/**
 * Which entry of the list of `count` just shown is meant, counted from 1: "cái thứ hai", "số 3", "2", "cái cuối",
 * "cái đầu tiên nhé". `undefined` when the text is more than that or points outside the list.
 *
 * @example readOrdinal("cái thứ hai ạ", 4) // 2
 */
export function readOrdinal(text: string, count: number): number | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const phrase = unwrap(dropMarks(text));
  const position = named(phrase, count) ?? numbered(phrase);
  return position !== undefined && position >= 1 && position <= count ? position : undefined;
}

function unwrap(text: string): string {
  let inner = text.replace(/[.!,]+$/, "").trim();
  for (let before = ""; before !== inner; ) {
    before = inner;
    const next = inner.replace(WRAPPING, "").trim();
    if (next !== "") inner = next;
  }
  return inner;
}

function named(phrase: string, count: number): number | undefined {
  if (FIRST.test(phrase)) return 1;
  if (LAST.test(phrase)) return count;
  if (LAST_BUT_ONE.test(phrase)) return count - 1;
  if (MIDDLE.test(phrase)) return count % 2 === 1 ? (count + 1) / 2 : undefined;
  if (count === 2 && UPPER.test(phrase)) return 1;
  return count === 2 && LOWER.test(phrase) ? 2 : undefined;
}

function numbered(phrase: string): number | undefined {
  const [, digits] = NUMBERED.exec(phrase) ?? [];
  if (digits === undefined) return undefined;
  const words = numberWords(digits);
  const [span, another] = findNumbers(words);
  const isAll = span && !another && span.start === 0 && span.end === words.words.length;
  return isAll && Number.isInteger(span.value) ? span.value : undefined;
}
