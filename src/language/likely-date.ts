import { daysBetween, type LocalDate } from "../lib/local-date.ts";
import { partsOf } from "./calendar.ts";

/** Which year, month or week a date without one belongs to: the nearest to today, the last one, or the next one. */
export type DateLean = "nearest" | "past" | "future";

/** What a date reader is given. `text` has passed through `dateText`. */
export interface Reading {
  readonly text: string;
  readonly today: LocalDate;
  readonly lean: DateLean;
}

/** Two digits up to this many years ahead are of this century, unless the date must lie in the past. */
const YEARS_AHEAD = 10;

/**
 * The year that digits or a word name: `2026`, `26`, `nay`, `ngoai`. `undefined` when there is none.
 * @param word folded, as in "năm ngoái"
 */
export function namedYear(word: string | undefined, today: LocalDate, lean: DateLean): number | undefined {
  if (word === undefined) return undefined;
  const { year } = partsOf(today);
  switch (word) {
    case "nay":
      return year;
    case "ngoai":
    case "truoc":
    case "roi":
      return year - 1;
    case "kia":
      return year - 2;
    case "toi":
    case "sau":
      return year + 1;
  }
  if (!/^\d+$/.test(word)) return undefined;
  if (word.length === 4) return Number(word);
  const century = year - (year % 100);
  const latest = lean === "past" ? year : year + YEARS_AHEAD;
  const inThisCentury = century + Number(word);
  return inThisCentury <= latest ? inThisCentury : inThisCentury - 100;
}

/** The date of a day and month whose year was not said; 29 February may lie some years off. */
export function inLikelyYear(
  today: LocalDate,
  lean: DateLean,
  make: (year: number) => LocalDate | undefined,
): LocalDate | undefined {
  const { year } = partsOf(today);
  const dates = [year - 1, year, year + 1].map(make).filter((date) => date !== undefined);
  return closest(dates, today, lean) ?? make(year - 2) ?? make(year - 3);
}

/** The one of these dates that fits best; `undefined` when all lie on the wrong side of today. */
export function closest(dates: readonly LocalDate[], today: LocalDate, lean: DateLean): LocalDate | undefined {
  const fitting = dates.filter((date) => lean === "nearest" || (lean === "past" ? date <= today : date >= today));
  const distance = (date: LocalDate) => Math.abs(daysBetween(today, date));
  return fitting.toSorted((one, other) => distance(one) - distance(other))[0];
}
