import { dropMarks, tidy } from "./fold.ts";

/**
 * A text made ready for reading dates: lower case without marks, number words as digits where a day, month, weekday
 * or span stands ("mùng ba tháng tám" → "mung 3 thang 8"), common short forms written out.
 */
export function dateText(text: string): string {
  const plain = dropMarks(keepTwins(tidy(text)));
  const spaced = plain.replace(/(\d)(?=[a-z])/g, "$1 ").replace(/([a-z])(?=\d)/g, "$1 ");
  return spellOut(spaced)
    .replace(BEFORE_NUMBER, (whole, word, number) => `${word} ${digits(number, whole)}`)
    .replace(BEFORE_UNIT, (whole, number, unit) => `${digits(number, whole)} ${unit}`);
}

/** Words that only marks tell apart, and that mean different days. */
function keepTwins(text: string): string {
  return text
    .replace(/(ngày|bữa|hôm) mốt/gu, "ngày kia")
    .replace(/(hôm|bữa) kìa/gu, "$1 kiaf")
    .replace(/(ngày) kìa/gu, "$1 kiaf");
}

function spellOut(text: string): string {
  return text
    .replace(/\b(?:mong|mung) /g, "mung ")
    .replace(/\b(\d{1,2}) (?:thg|th|t) (\d{1,2})\b/g, "$1 thang $2")
    .replace(/\bthang gieng\b/g, "thang 1 am lich")
    .replace(/\bthang chap\b/g, "thang 12 am lich")
    .replace(/\bgieng hai\b/g, "thang 1 am lich")
    .replace(/\b(?:chu nhat|cn)\b/g, "thu 8")
    .replace(/\b(?:bua|hum) /g, "hom ")
    .replace(/\b(?:mung 1 )?tet (?:tay|duong)(?: lich)?\b/g, "ngay 1 thang 1")
    .replace(/\bhqua\b/g, "hom qua")
    .replace(/\bhnay\b/g, "hom nay");
}

const ONES: readonly (readonly string[])[] = [
  [],
  ["mot"],
  ["hai"],
  ["ba"],
  ["bon", "tu"],
  ["nam", "lam", "nham"],
  ["sau"],
  ["bay", "bey"],
  ["tam"],
  ["chin"],
];
/** Spelled 1 to 31 → the number. */
const SPELLED = new Map<string, number>();
for (let number = 1; number <= 31; number++) {
  const ones = ONES[number % 10] ?? [];
  const tens = [[""], ["muoi"], ["hai muoi", "ham", "hai"], ["ba muoi", "ba", "bam"]][Math.floor(number / 10)] ?? [];
  for (const ten of tens) {
    if (number % 10 === 0 && ten !== "ba" && ten !== "hai" && ten !== "ham" && ten !== "bam") SPELLED.set(ten, number);
    for (const one of ones) SPELLED.set(`${ten} ${one}`.trim(), number);
  }
}
SPELLED.set("hai chuc", 20);
const spelled = [...SPELLED.keys()].sort((one, other) => other.length - one.length).join("|");
const BEFORE_NUMBER = new RegExp(
  `\\b(ngay|mung|thang|thu|ram thang) (${spelled})\\b(?! (?:nay|truoc|sau|toi|nua))`,
  "g",
);
const BEFORE_UNIT = new RegExp(
  `\\b(${spelled}) (thang \\d|ngay|tuan|hom|thang (?=truoc|nua|sau|roi|tuoi)|nam (?=truoc|nua|sau|roi))`,
  "g",
);

function digits(number: string, whole: string): string {
  const value = SPELLED.get(number);
  return value === undefined ? whole : String(value);
}
