import { addDays, type LocalDate } from "../lib/local-date.ts";
import { addMonths, makeDate, mondayOf, partsOf, showDate } from "./calendar.ts";
import { dateText } from "./date-words.ts";
import { closest, type DateLean, inLikelyYear, namedYear, type Reading } from "./likely-date.ts";
import type { LunarDate } from "./lunar.ts";
import { readLunarDate } from "./lunar-dates.ts";

/** A date as understood, as people write it, and the lunar date where one was meant. */
export interface ReadDate {
  readonly value: LocalDate;
  /** `15/08/2026` */
  readonly shown: string;
  /** Set when a lunar date was typed ("rằm tháng giêng"): show it beside `shown`. */
  readonly lunar?: LunarDate;
}

const MAX_CHARACTERS = 300;

/**
 * The one date in a text, in any of the ways people write one; `undefined` when there is none, when it is vague
 * ("tuần trước", "tháng 8"), when it does not exist (`31/2`) or when several different dates are named.
 *
 * @param lean which year "15/8" belongs to; `past` for births and deaths, `future` for appointments
 * @example readDate("rằm tháng giêng", "2026-11-24")?.value // "2026-03-03"
 * @example readDate("hôm kia", "2026-11-24")?.value // "2026-11-22"
 */
export function readDate(text: string, today: LocalDate, lean: DateLean = "nearest"): ReadDate | undefined {
  const reading = { text: dateText(text.slice(0, MAX_CHARACTERS)), today, lean };
  const lunar = readLunarDate(reading);
  if (lunar) return { value: lunar.value, shown: showDate(lunar.value), lunar: lunar.lunar };
  for (const read of [
    readWritten,
    readDayOfNamedMonth,
    readSpan,
    readWeekday,
    readNear,
    readDayAlone,
    readDigitsAlone,
  ]) {
    const found = [...new Set(read(reading))];
    const [value, another] = found;
    if (another !== undefined || value === "none") return undefined;
    if (value !== undefined) return { value, shown: showDate(value) };
  }
  return undefined;
}

/** A date, or `none`: a date was meant and there is no such day. */
type Found = LocalDate | "none";

const YEAR = "(?:\\s*(?:nam|[/\\-. ,])\\s*(?:nam )?(\\d{4}|\\d{2}(?!\\d)|nay|ngoai|truoc|kia|toi|sau)\\b)";
const WRITTEN = [
  /\b(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})\b/g,
  new RegExp(
    `\\b(?<day>\\d{1,2}) ?(?:ngay )?(?:thang|/) ?(?<month>\\d{1,2})(?!\\d)${YEAR.replace("(\\d{4}", "(?<year>\\d{4}")}?`,
    "g",
  ),
  /\bthang (?<month>\d{1,2}),? (?:ngay|mung) (?<day>\d{1,2})(?: nam (?<year>\d{4}))?(?! thang)/g,
  /(?<![\d.])(?<day>\d{1,2})[-.](?<month>\d{1,2})[-.](?<year>\d{4}|\d{2})(?![\d.])/g,
  /(?<![\d.])(?<day>\d{1,2})[-.](?<month>\d{1,2})(?![\d.-])(?! ?(?:trieu|tr|k|ty|nghin))(?=$| )/g,
  /^(?:ngay )?(?<day>\d{1,2}) (?<month>\d{1,2})(?: (?<year>\d{4}|\d{2}))?$/g,
  /\b(?<day>\d{1,2}) (?<month>\d{1,2}) (?<year>(?:19|20)\d{2})\b/g,
];

/** "15/8/2026", "15-8", "ngày 15 tháng 8 năm ngoái", "2026-08-15" */
function readWritten({ text, today, lean }: Reading): Found[] {
  for (const pattern of WRITTEN) {
    const found = [...text.matchAll(pattern)].map(({ groups = {} }): Found => {
      const [day, month] = [Number(groups.day), Number(groups.month)];
      const year = namedYear(groups.year, today, lean) ?? yearElsewhere(text);
      if (year !== undefined) return makeDate(year, month, day) ?? "none";
      return inLikelyYear(today, lean, (likely) => makeDate(likely, month, day)) ?? "none";
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** "sinh năm 1990, ngày 5 tháng 6": the only year of the text. */
function yearElsewhere(text: string): number | undefined {
  const [year, another] = new Set([...text.matchAll(/\bnam (\d{4})\b/g)].map(([, digits]) => Number(digits)));
  return another === undefined ? year : undefined;
}

/** "mùng 5 tháng trước", "ngày 20 tháng này" */
function readDayOfNamedMonth({ text, today }: Reading): Found[] {
  return [...text.matchAll(/\b(?:ngay|mung|hom) (\d{1,2}) thang (nay|truoc|roi|vua roi|qua|sau|toi)\b/g)].map(
    ([, day, which]) => {
      const shift = which === "nay" ? 0 : which === "sau" || which === "toi" ? 1 : -1;
      const { year, month } = partsOf(addMonths(`${today.slice(0, 7)}-01`, shift));
      return makeDate(year, month, Number(day)) ?? "none";
    },
  );
}

/** Days and weeks only: "three months ago" is no date anybody should be held to. */
const UNIT = "(ngay|hom|tuan)";
const AGO = [
  new RegExp(
    `\\b(?:cach day|truoc day|cach nay|duoc|da) (?:khoang |chung |hon )?(\\d{1,3}) ${UNIT}\\b(?! (?:nua|toi|sau))`,
    "g",
  ),
  new RegExp(`(?<!\\b(?:thu|t) )\\b(\\d{1,3}) ${UNIT} (?:truoc|roi|qua|nay|tuoi)\\b`, "g"),
];
const AHEAD = [
  new RegExp(`(?<!\\b(?:thu|t) )\\b(\\d{1,3}) ${UNIT} (?:nua|toi|sau)\\b`, "g"),
  new RegExp(`\\b(?:sau|con) (\\d{1,3}) ${UNIT}\\b`, "g"),
];

/** "cách đây 3 ngày", "2 tuần nữa", "bé được 10 ngày" */
function readSpan({ text, today }: Reading): Found[] {
  const all = (patterns: readonly RegExp[], sign: 1 | -1) =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map(([, count, unit]) =>
        addDays(today, sign * Number(count) * (unit === "tuan" ? 7 : 1)),
      ),
    );
  return [...all(AGO, -1), ...all(AHEAD, 1)];
}

/** "thứ ba tuần trước", "chủ nhật vừa rồi", "t6 tuần sau"; Monday begins the week. */
function readWeekday({ text, today, lean }: Reading): Found[] {
  const pattern = /\b(?:thu|t) ([2-8])\b(?: (?:cua )?(?:(tuan) )?(nay|truoc|roi|vua roi|vua qua|qua|sau|toi))?/g;
  return [...text.matchAll(pattern)].map(([, number, week, which]) => {
    const inWeek = addDays(mondayOf(today), Number(number) - 2);
    const isBefore = which !== undefined && /^(?:truoc|roi|vua roi|vua qua|qua)$/.test(which);
    const isAfter = which === "sau" || which === "toi";
    if (week) return addDays(inWeek, isBefore ? -7 : isAfter ? 7 : 0);
    if (isBefore) return inWeek < today ? inWeek : addDays(inWeek, -7);
    if (isAfter) return inWeek > today ? inWeek : addDays(inWeek, 7);
    if (which === "nay") return inWeek;
    return closest([addDays(inWeek, -7), inWeek, addDays(inWeek, 7)], today, lean) ?? inWeek;
  });
}

/** Words for the days around today → days from today. "hôm kìa" keeps its mark as `kiaf`. */
const NEAR: readonly (readonly [RegExp, number])[] = [
  [/\bhom kiaf\b/, -3],
  [/\bngay kiaf\b/, 3],
  [/\bhom (?:kia|tia)\b/, -2],
  [/\b(?:ngay (?:kia|mot)|mot)(?=$| nay$| nhe$| nha$| a$)/, 2],
  [/\b(?:hom qua|ngay qua|toi qua|dem qua|chieu qua|sang qua|trua qua|khi hom|hoi hom|hom (?:toi|dem))\b/, -1],
  [/\b(?:ngay mai|sang mai|chieu mai|toi mai|trua mai)\b|^(?:da )?mai\b(?! tang| moi)/, 1],
  [/\b(?:hom nay|ngay nay|sang nay|chieu nay|toi nay|trua nay|dem nay|vua xong|vua nay|bay gio|hom ni)\b|^nay\b/, 0],
];

function readNear({ text, today }: Reading): Found[] {
  for (const [pattern, days] of NEAR) if (pattern.test(text)) return [addDays(today, days)];
  return [];
}

/** "ngày 15", "mùng 3": the month is the one that fits. */
function readDayAlone({ text, today, lean }: Reading): Found[] {
  return [...text.matchAll(/\b(?:ngay|mung|hom) (\d{1,2})\b(?! ?(?:thang|ngay|nam|tuoi|[/.-]))/g)].map(([, day]) => {
    const dates = [-1, 0, 1].flatMap((months) => {
      const { year, month } = partsOf(addMonths(`${today.slice(0, 7)}-01`, months));
      return makeDate(year, month, Number(day)) ?? [];
    });
    return closest(dates, today, lean) ?? "none";
  });
}

/** "15082026", "150890": eight or six digits and nothing else. */
function readDigitsAlone({ text, today, lean }: Reading): Found[] {
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text.replace(/ /g, "")) ?? [];
  if (!day) return [];
  return [makeDate(namedYear(year, today, lean) ?? 0, Number(month), Number(day)) ?? "none"];
}
