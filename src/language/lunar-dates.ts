import type { LocalDate } from "../lib/local-date.ts";
import { partsOf } from "./calendar.ts";
import { closest, namedYear, type Reading } from "./likely-date.ts";
import { FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR, type LunarDate, lastDayOfLunarYear, toLunar, toSolar } from "./lunar.ts";

export interface ReadLunarDate {
  readonly value: LocalDate;
  readonly lunar: LunarDate;
}

/** What was said: a day, a month (absent: any), a year (absent: the likely one). */
interface Said {
  readonly day: number;
  readonly month?: number;
  readonly isLeapMonth: boolean;
  readonly year?: number;
}

const IS_LUNAR = /\b(?:am lich|al|am|ta|ram|nhuan|giao thua|(?:mung|ngay|\d{1,2}) ?\d{0,2} tet)\b/;
const YEAR =
  /\bnam (?:am lich )?(\d{4}|\d{2}|nay|ngoai|truoc|kia|toi|sau)\b|\btet (\d{4}|nay|ngoai|truoc|toi)\b|\/(\d{4})\b/;
const FULL_MOON_DAY = 15;
const LAST_DAYS = 29;

/**
 * A date of the lunar calendar: "rằm tháng bảy", "mùng 1 tết", "23 tháng chạp", "10/3 âm lịch", "giao thừa".
 * `undefined` where nothing says that the lunar calendar is meant ("mùng 3 tháng 8" alone is read as solar).
 */
export function readLunarDate(reading: Reading): ReadLunarDate | undefined {
  const { text, today, lean } = reading;
  if (!IS_LUNAR.test(text)) return undefined;
  const [, ofYear, ofTet, ofSlash] = YEAR.exec(text) ?? [];
  const year = namedYear(ofYear ?? ofTet ?? ofSlash, today, lean);
  const thisYear = partsOf(today).year;
  if (thisYear - 2 < FIRST_LUNAR_YEAR || thisYear + 2 > LAST_LUNAR_YEAR) return undefined;
  const value = isLastDay(text) ? lastDay(text, reading, year) : dayAndMonth(text, reading, year);
  return value === undefined ? undefined : { value, lunar: toLunar(value) };
}

/** "30 tết", "giao thừa": the eve of the new year that is named. */
function isLastDay(text: string): boolean {
  return /\bgiao thua\b|\b(?:29|30) tet\b/.test(text);
}

function lastDay(text: string, { today, lean }: Reading, newYear: number | undefined): LocalDate | undefined {
  const { year } = partsOf(today);
  const eves = (newYear === undefined ? [year - 2, year - 1, year] : [newYear - 1]).map((of) => {
    if (/\b29 tet\b/.test(text)) return toSolar({ day: LAST_DAYS, month: 12, year: of, isLeapMonth: false });
    return lastDayOfLunarYear(of);
  });
  return closest(
    eves.filter((date) => date !== undefined),
    today,
    newYear === undefined ? lean : "nearest",
  );
}

function dayAndMonth(text: string, { today, lean }: Reading, year: number | undefined): LocalDate | undefined {
  const said = readSaid(text, year);
  if (!said) return undefined;
  const thisYear = partsOf(today).year;
  const years = said.year === undefined ? [thisYear - 2, thisYear - 1, thisYear, thisYear + 1] : [said.year];
  const months = said.month === undefined ? Array.from({ length: 12 }, (_, at) => at + 1) : [said.month];
  const dates = years.flatMap((of) =>
    months.map((month) => toSolar({ day: said.day, month, year: of, isLeapMonth: said.isLeapMonth })),
  );
  return closest(
    dates.filter((date) => date !== undefined),
    today,
    said.year === undefined ? lean : "nearest",
  );
}

function readSaid(text: string, year: number | undefined): Said | undefined {
  const isLeapMonth = /\bnhuan\b/.test(text);
  const more = { isLeapMonth, ...(year !== undefined && { year }) };
  const fullMoon = /\bram(?: thang (\d{1,2}))?/.exec(text);
  if (fullMoon) return { day: FULL_MOON_DAY, ...(fullMoon[1] && { month: Number(fullMoon[1]) }), ...more };
  const newYear = /\b(?:mung|ngay) (\d{1,2}) tet\b/.exec(text);
  if (newYear) return { day: Number(newYear[1]), month: 1, ...more };
  const written = /\b(\d{1,2}) ?(?:thang|\/|-|\.) ?(\d{1,2})\b/.exec(text);
  if (written) return { day: Number(written[1]), month: Number(written[2]), ...more };
  const alone = /\b(?:mung|ngay) (\d{1,2}) (?:am lich|am|al|ta)\b/.exec(text);
  return alone ? { day: Number(alone[1]), ...more } : undefined;
}
