import { dropMarks, hasMarks, tidy } from "./fold.ts";

/** A number as understood and in Vietnamese notation: `1.200.000`, `2,5`. */
export interface ReadNumber {
  readonly value: number;
  readonly shown: string;
}

/** A number found among words: `start` and `end` are word positions, `end` not included. */
export interface NumberSpan {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  /** One bare word such as "ba" or "năm", which often means something else. */
  readonly isLoneWord: boolean;
}

/** The words and digit groups of a text, without marks, and whether its writer used marks. */
export interface NumberWords {
  readonly words: readonly string[];
  /** The same words as written; equal to `words` where nobody used marks. */
  readonly marked: readonly string[];
}

const DIGIT_WORDS: Readonly<Record<string, number>> = {
  không: 0,
  một: 1,
  mốt: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  nhăm: 5,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
};
const BELOW_HUNDRED_STARTS: Readonly<Record<string, number>> = { mười: 10, hăm: 20, băm: 30 };
const SCALES: Readonly<Record<string, number>> = {
  nghìn: 1e3,
  ngàn: 1e3,
  k: 1e3,
  triệu: 1e6,
  tr: 1e6,
  củ: 1e6,
  tỷ: 1e9,
  tỉ: 1e9,
};
/** Small units that may follow digits or a word: "5 chục", "hai trăm", "3 lít" (of đồng). */
const SMALL_SCALES: Readonly<Record<string, number>> = { chục: 10, mươi: 10, trăm: 100, lít: 1e5, xị: 1e5 };
/** What people count; after one of these words a lone "ba" or "năm" is a number. */
const COUNTED =
  /^(?:con|dua|be|chau|nguoi|tuoi|cai|ban|bo|to|lan|ngay|thang|nam|tuan|gio|chiec|mon|can|phong|ho|thua|met|m2|km|cap|dong|d|vnd|nghin|ngan|trieu|cuon|quyen|giay|ok|thoi|roi|a|nhe)$/;
/** A lone number word counts as an answer only in a text this short. */
const MAX_LONE_WORDS = 3;
const WORD = /\d+(?:[.,]\d+)*|\p{L}+/gu;
const MAX_CHARACTERS = 300;

/**
 * The one number in a text: digits, words, or both ("2tr5", "ba mươi mốt", "trăm rưỡi", "1.200.000đ").
 * `undefined` when there is none, or several that differ. Dates (`15/8`) are no numbers.
 *
 * @example readNumber("2tr5") // { value: 2500000, shown: "2.500.000" }
 */
export function readNumber(text: string): ReadNumber | undefined {
  const plain = dropMarks(text.slice(0, MAX_CHARACTERS));
  if (/^(?:da )?(?:khong|ko|hong|chua)(?: co)?(?: ai| con nao| cai nao)?(?: a)?$/.test(plain)) return shown(0);
  if (/\d\s*[/]\s*\d|\d\s*-\s*\d/.test(plain)) return undefined;
  const words = numberWords(text.slice(0, MAX_CHARACTERS));
  const all = findNumbers(words);
  const sure = all.filter((span) => !span.isLoneWord);
  const spans = sure.length > 0 ? sure : all.filter((span) => isLikelyNumber(span, words));
  const values = new Set(spans.map((span) => span.value));
  const [value] = values;
  return values.size === 1 && value !== undefined ? shown(value) : undefined;
}

/** Every number among the words, left to right, each as long as it goes. */
export function findNumbers(text: NumberWords): NumberSpan[] {
  const spans: NumberSpan[] = [];
  for (let at = 0; at < text.words.length; ) {
    const span = readAt(text, at) ?? readBareScale(text, at);
    if (span && !isYearWord(text, span)) spans.push(span);
    at = span ? span.end : at + 1;
  }
  return spans;
}

/** Splits for {@link findNumbers}. "2tr5" gives three words, "1.200.000" one. */
export function numberWords(text: string): NumberWords {
  const writesMarks = hasMarks(text);
  const marked = [...tidy(text).matchAll(WORD)].map(([word]) => word);
  const words = marked.map((word) => dropMarks(word));
  return { words, marked: writesMarks ? marked : words };
}

function isLikelyNumber(span: NumberSpan, { words }: NumberWords): boolean {
  if (span.value === 0) return false;
  const next = words[span.end];
  return words.length <= MAX_LONE_WORDS || (next !== undefined && COUNTED.test(next));
}

/** "năm 1990": here năm is a year. */
function isYearWord({ words }: NumberWords, span: NumberSpan): boolean {
  return span.isLoneWord && words[span.start] === "nam" && /^\d/.test(words[span.end] ?? "");
}

function shown(value: number): ReadNumber {
  return { value, shown: value.toLocaleString("vi-VN", { maximumFractionDigits: 6 }) };
}

/** Exact where the writer uses marks, by bare letters where not: "sau" is six only for somebody who types none. */
function look(table: Readonly<Record<string, number>>, text: NumberWords, at: number): number | undefined {
  const word = text.marked[at];
  if (word === undefined) return undefined;
  if (Object.hasOwn(table, word)) return table[word];
  if (text.marked !== text.words) return undefined;
  return bareTable(table)[word];
}

const bareTables = new Map<Readonly<Record<string, number>>, Readonly<Record<string, number>>>();
function bareTable(table: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  let bare = bareTables.get(table);
  if (!bare) {
    bare = Object.assign(
      Object.create(null),
      Object.fromEntries(Object.entries(table).map(([word, value]) => [dropMarks(word), value])),
    );
    bareTables.set(table, bare as Readonly<Record<string, number>>);
  }
  return bare as Readonly<Record<string, number>>;
}

/** The longest number that begins at this word. */
function readAt(text: NumberWords, start: number): NumberSpan | undefined {
  let total = 0;
  let lastScale = Number.POSITIVE_INFINITY;
  let at = start;
  while (at < text.words.length) {
    const group = readGroup(text, at);
    if (!group) break;
    const scale = look(SCALES, text, group.end);
    if (scale === undefined) {
      const rest = restBelow(text, group, lastScale, at > start);
      if (rest === undefined) break;
      return span(total + rest, start, group.end, text);
    }
    if (scale >= lastScale) break;
    total += group.value * scale;
    lastScale = scale;
    at = group.end + 1;
    const half = readHalf(text, at, scale);
    if (half) return span(total + half, start, at + 1, text);
  }
  return at > start ? span(total, start, at, text) : undefined;
}

/** "triệu rưỡi", "nghìn hai": one of the unit, left unsaid. */
function readBareScale(text: NumberWords, at: number): NumberSpan | undefined {
  const scale = look(SCALES, text, at);
  if (scale === undefined || /^k$/.test(text.words[at] ?? "")) return undefined;
  const more = readHalf(text, at + 1, scale);
  if (more) return { value: scale + more, start: at, end: at + 2, isLoneWord: false };
  const digit = look(DIGIT_WORDS, text, at + 1);
  return digit ? { value: scale + (digit * scale) / 10, start: at, end: at + 2, isLoneWord: false } : undefined;
}

/** What a group without a unit adds: "2tr5" → 500.000, "hai triệu năm trăm" → 500.000, "triệu hai" → 200.000. */
function restBelow(text: NumberWords, group: Group, scale: number, follows: boolean): number | undefined {
  if (!follows) return group.value;
  const word = text.words[group.end - 1] ?? "";
  if (group.end - group.start === 1 && /^\d+$/.test(word)) {
    return word.length <= Math.log10(scale) ? (Number(word) * scale) / 10 ** word.length : undefined;
  }
  if (group.value < 10) return (group.value * scale) / 10;
  return scale > 1e3 && group.value >= 100 ? (group.value * scale) / 1e3 : group.value;
}

interface Group {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** A number below a thousand in words, or one group of digits with an optional small unit. */
function readGroup(text: NumberWords, at: number): Group | undefined {
  const word = text.words[at];
  if (word !== undefined && /^\d/.test(word)) return withSmallScale(text, at, readDigits(word));
  const ten = look(BELOW_HUNDRED_STARTS, text, at);
  if (ten !== undefined && !(ten === 30 && look(DIGIT_WORDS, text, at + 1) === undefined))
    return belowHundred(text, at, ten);
  const digit = look(DIGIT_WORDS, text, at);
  if (digit !== undefined) return afterDigit(text, at, digit);
  if (look({ trăm: 100 }, text, at) !== undefined) return afterHundred(text, at, at + 1, 100);
  return undefined;
}

function withSmallScale(text: NumberWords, at: number, value: number): Group | undefined {
  if (Number.isNaN(value)) return undefined;
  const scale = look(SMALL_SCALES, text, at + 1);
  if (scale === 100) return afterHundred(text, at, at + 2, value * 100);
  return scale === undefined ? half(text, at, at + 1, value, 1) : half(text, at, at + 2, value * scale, scale);
}

/** "mười" + "lăm"; "hăm" + "ba" */
function belowHundred(text: NumberWords, at: number, tens: number): Group {
  const digit = look(DIGIT_WORDS, text, at + 1);
  return digit ? { value: tens + digit, start: at, end: at + 2 } : { value: tens, start: at, end: at + 1 };
}

function afterDigit(text: NumberWords, at: number, digit: number): Group {
  const scale = look(SMALL_SCALES, text, at + 1) ?? (text.words[at + 1] === "muoi" ? 10 : undefined);
  if (scale === 100) return afterHundred(text, at, at + 2, digit * 100);
  if (scale === 10) {
    const unit = look(DIGIT_WORDS, text, at + 2);
    if (unit) return { value: digit * 10 + unit, start: at, end: at + 3 };
    return half(text, at, at + 2, digit * 10, 10);
  }
  if (scale !== undefined) return half(text, at, at + 2, digit * scale, scale);
  const short = look({ mốt: 1, tư: 4, lăm: 5, nhăm: 5 }, text, at + 1);
  if (digit >= 2 && short !== undefined) return { value: digit * 10 + short, start: at, end: at + 2 };
  return half(text, at, at + 1, digit, 1);
}

/** "linh năm", "mười hai", "ba mươi", "hai" (= twenty) behind a hundred. */
function afterHundred(text: NumberWords, start: number, at: number, hundreds: number): Group {
  if (look({ linh: 0, lẻ: 0 }, text, at) !== undefined) {
    const unit = look(DIGIT_WORDS, text, at + 1);
    if (unit !== undefined) return { value: hundreds + unit, start, end: at + 2 };
  }
  const ten = look(BELOW_HUNDRED_STARTS, text, at);
  if (ten !== undefined)
    return { ...belowHundred(text, at, ten), value: hundreds + belowHundred(text, at, ten).value, start };
  const digit = look(DIGIT_WORDS, text, at);
  if (digit) {
    const rest = afterDigit(text, at, digit);
    const value = rest.end === at + 1 ? digit * 10 : rest.value;
    if (value < 100) return { value: hundreds + value, start, end: rest.end };
  }
  return half(text, start, at, hundreds, 100);
}

/** "rưỡi": half of the unit before it. */
function half(text: NumberWords, start: number, end: number, value: number, unit: number): Group {
  const more = readHalf(text, end, unit);
  return more ? { value: value + more, start, end: end + 1 } : { value, start, end };
}

function readHalf(text: NumberWords, at: number, unit: number): number {
  return look({ rưỡi: 1, rưởi: 1 }, text, at) === undefined ? 0 : unit / 2;
}

/** Dots and commas in groups of three are thousands, otherwise the last one is a decimal comma. */
function readDigits(word: string): number {
  if (/^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(word)) return Number(word.replace(/[.,]/g, ""));
  if (/^\d+(?:[.,]\d+)?$/.test(word)) return Number(word.replace(",", "."));
  return Number.NaN;
}

function span(value: number, start: number, end: number, text: NumberWords): NumberSpan {
  const isLoneWord = end - start === 1 && !/^\d/.test(text.words[start] ?? "");
  return { value, start, end, isLoneWord };
}
