import { fullYears, type LocalDate } from "../lib/local-date.ts";
import { partsOf } from "./calendar.ts";
import { readDate } from "./dates.ts";
import { dropMarks } from "./fold.ts";
import { namedYear } from "./likely-date.ts";
import { findNumbers, numberWords, readNumber } from "./numbers.ts";

/** An age in full years. `isExact` is false where only a year of birth was given. */
export interface ReadAge {
  readonly value: number;
  readonly shown: string;
  readonly isExact: boolean;
}

const OLDEST = 130;

/**
 * How old somebody is, in full years: "75 tuổi", "bảy lăm tuổi", "sinh năm 1950", "18 tháng tuổi", "sinh 15/8/1990",
 * "gần 80", a bare number. A year of birth gives the age reached this year, which may be one too many.
 *
 * @example readAge("mẹ tôi bảy lăm tuổi rồi", "2026-11-24")?.value // 75
 */
export function readAge(text: string, today: LocalDate): ReadAge | undefined {
  const plain = dropMarks(text);
  return (
    ofMonths(plain) ?? ofYearsSaid(text) ?? ofBirthDate(text, today) ?? ofBirthYear(plain, today) ?? ofNumber(text)
  );
}

function ofMonths(plain: string): ReadAge | undefined {
  const [, months] = /\b(\d{1,3}) ?thang tuoi\b/.exec(plain) ?? [];
  if (months) return age(Math.floor(Number(months) / 12), true);
  return /\b(?:so sinh|moi sinh|moi de|\d{1,2} ngay tuoi|\d{1,2} tuan tuoi)\b/.test(plain) ? age(0, true) : undefined;
}

/** The number that stands right before "tuổi" or "t". */
function ofYearsSaid(text: string): ReadAge | undefined {
  const words = numberWords(text);
  const spans = findNumbers(words).filter(({ end }) => /^(?:tuoi|t)$/.test(words.words[end] ?? ""));
  const values = new Set(spans.map(({ value }) => Math.floor(value)));
  const [value] = values;
  return values.size === 1 && value !== undefined ? age(value, true) : undefined;
}

function ofBirthDate(text: string, today: LocalDate): ReadAge | undefined {
  if (!/\d{4}|sinh/.test(dropMarks(text))) return undefined;
  const born = readDate(text, today, "past");
  return born && born.value <= today ? age(fullYears(born.value, today), true) : undefined;
}

function ofBirthYear(plain: string, today: LocalDate): ReadAge | undefined {
  const [, digits] = /\b(?:sinh nam|nam sinh|sn|sinh|nam) ?:? ?(\d{4}|\d{2})\b/.exec(plain) ?? [];
  const [, alone] = /^(\d{4})$/.exec(plain) ?? [];
  const year = namedYear(digits ?? alone, today, "past");
  return year === undefined ? undefined : age(partsOf(today).year - year, false);
}

function ofNumber(text: string): ReadAge | undefined {
  const number = readNumber(text);
  return number && age(Math.floor(number.value), true);
}

function age(value: number, isExact: boolean): ReadAge | undefined {
  return value >= 0 && value <= OLDEST ? { value, shown: String(value), isExact } : undefined;
}
