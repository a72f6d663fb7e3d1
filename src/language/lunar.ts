import { addDays, type LocalDate } from "../lib/local-date.ts";

/**
 * The Vietnamese lunar calendar, computed from the positions of sun and moon.
 *
 * Rules: a month begins on the day of the new moon, Vietnam time (UTC+7); month 11 holds the winter solstice; when
 * thirteen months lie between two months 11, the first without a principal term (the sun crossing a multiple of 30°)
 * repeats the number before it. @source Decision 121-CP of 8 August 1967 (UTC+7); Jean Meeus, "Astronomical
 * Algorithms", chapters 25 (sun) and 49 (new moon), whose error of seconds to a minute is far below a day.
 */
export interface LunarDate {
  readonly day: number;
  readonly month: number;
  readonly year: number;
  /** True in the repeated month of a leap year. */
  readonly isLeapMonth: boolean;
}

/** Years for which the series and the rule of UTC+7 are good. */
export const FIRST_LUNAR_YEAR = 1900;
export const LAST_LUNAR_YEAR = 2199;

interface LunarMonth {
  readonly month: number;
  readonly isLeap: boolean;
  readonly firstDay: LocalDate;
  readonly days: number;
}

const SYNODIC_MONTH_DAYS = 29.530588861;
/** Julian day of the new moon of 6 January 2000, where Meeus starts to count. */
const NEW_MOON_EPOCH = 2451550.09766;
const JULIAN_DAY_OF_1970 = 2440587.5;
const VIETNAM_OFFSET_DAYS = 7 / 24;
/** Terrestrial time runs ahead of the clock by about this much in our centuries. */
const DELTA_T_DAYS = 67 / 86_400;
const RADIANS = Math.PI / 180;

/**
 * The calendar date of a lunar date, or `undefined` when that lunar month has no such day or the year is out of range.
 *
 * @example toSolar({ day: 15, month: 1, year: 2026, isLeapMonth: false }) // "2026-03-03"
 */
export function toSolar(lunar: LunarDate): LocalDate | undefined {
  if (lunar.year < FIRST_LUNAR_YEAR || lunar.year > LAST_LUNAR_YEAR) return undefined;
  const months = monthsOfYear(lunar.year);
  const month = months.find(({ month, isLeap }) => month === lunar.month && isLeap === lunar.isLeapMonth);
  if (!month || lunar.day < 1 || lunar.day > month.days) return undefined;
  return addDays(month.firstDay, lunar.day - 1);
}

/** The lunar date of a calendar date. @throws {RangeError} outside {@link FIRST_LUNAR_YEAR} to {@link LAST_LUNAR_YEAR} */
export function toLunar(date: LocalDate): LunarDate {
  const solarYear = Number(date.slice(0, 4));
  for (const year of [solarYear, solarYear - 1]) {
    if (year < FIRST_LUNAR_YEAR || year > LAST_LUNAR_YEAR) continue;
    const month = monthsOfYear(year).findLast(({ firstDay }) => firstDay <= date);
    if (!month) continue;
    const day = dayNumber(date) - dayNumber(month.firstDay) + 1;
    return { day, month: month.month, year, isLeapMonth: month.isLeap };
  }
  throw new RangeError(`no lunar date for ${date}`);
}

/** The last day of the lunar year: 29 or 30 of month 12. */
export function lastDayOfLunarYear(year: number): LocalDate | undefined {
  const last = year < FIRST_LUNAR_YEAR || year > LAST_LUNAR_YEAR ? undefined : monthsOfYear(year).at(-1);
  return last && addDays(last.firstDay, last.days - 1);
}

const years = new Map<number, readonly LunarMonth[]>();

/** Months 1 to 12 of a lunar year with its leap month, in order. */
function monthsOfYear(year: number): readonly LunarMonth[] {
  const known = years.get(year);
  if (known) return known;
  const winters = [...monthsBetweenWinters(year - 1), ...monthsBetweenWinters(year)];
  const first = winters.findIndex(({ month }) => month === 1);
  const next = winters.findIndex(({ month }, at) => month === 1 && at > first + 1);
  const months = winters.slice(first, next);
  years.set(year, months);
  return months;
}

/** From month 11 of `year` to the month before the next month 11. */
function monthsBetweenWinters(year: number): LunarMonth[] {
  const from = monthOfWinterSolstice(year);
  const to = monthOfWinterSolstice(year + 1);
  const starts = Array.from({ length: to - from + 1 }, (_, at) => newMoonDay(from + at));
  const leapAt = to - from === 13 ? starts.findIndex((_, at) => at > 0 && hasNoPrincipalTerm(starts, at)) : -1;
  return starts.slice(0, -1).map((start, at) => {
    const number = 10 + at - (leapAt !== -1 && at >= leapAt ? 1 : 0);
    return {
      month: (number % 12) + 1,
      isLeap: at === leapAt,
      firstDay: localDate(start),
      days: (starts[at + 1] ?? start) - start,
    };
  });
}

function hasNoPrincipalTerm(starts: readonly number[], at: number): boolean {
  const [start, end] = [starts[at], starts[at + 1]];
  return start !== undefined && end !== undefined && termBefore(start) === termBefore(end);
}

/** Which twelfth of the ecliptic the sun is in when this day begins in Vietnam. */
function termBefore(day: number): number {
  return Math.floor(sunLongitude(day - 0.5 - VIETNAM_OFFSET_DAYS + DELTA_T_DAYS) / 30);
}

/** Number of the new moon that begins the month holding the winter solstice (270°) of a year. */
function monthOfWinterSolstice(year: number): number {
  const lastDay = dayNumber(`${year}-12-31`);
  let k = Math.floor((lastDay - NEW_MOON_EPOCH) / SYNODIC_MONTH_DAYS) + 1;
  while (newMoonDay(k) > lastDay || termBefore(newMoonDay(k)) >= 9) k--;
  return k;
}

/** The Vietnamese calendar day (Julian day number at noon) on which the `k`-th new moon since January 2000 falls. */
function newMoonDay(k: number): number {
  return Math.floor(newMoon(k) - DELTA_T_DAYS + VIETNAM_OFFSET_DAYS + 0.5);
}

/** Julian ephemeris day of a new moon. @source Meeus, formula 49.1 and its table of periodic terms */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const mean = NEW_MOON_EPOCH + SYNODIC_MONTH_DAYS * k + 0.00015437 * t ** 2 - 0.00000015 * t ** 3;
  const e = 1 - 0.002516 * t - 0.0000074 * t ** 2;
  const sun = RADIANS * (2.5534 + 29.1053567 * k - 0.0000014 * t ** 2);
  const moon = RADIANS * (201.5643 + 385.81693528 * k + 0.0107582 * t ** 2);
  const latitude = RADIANS * (160.7108 + 390.67050284 * k - 0.0016118 * t ** 2);
  const node = RADIANS * (124.7746 - 1.56375588 * k + 0.0020672 * t ** 2);
  const { sin } = Math;
  return (
    mean -
    0.4072 * sin(moon) +
    0.17241 * e * sin(sun) +
    0.01608 * sin(2 * moon) +
    0.01039 * sin(2 * latitude) +
    0.00739 * e * sin(moon - sun) -
    0.00514 * e * sin(moon + sun) +
    0.00208 * e * e * sin(2 * sun) -
    0.00111 * sin(moon - 2 * latitude) -
    0.00057 * sin(moon + 2 * latitude) +
    0.00056 * e * sin(2 * moon + sun) -
    0.00042 * sin(3 * moon) +
    0.00042 * e * sin(sun + 2 * latitude) +
    0.00038 * e * sin(sun - 2 * latitude) -
    0.00024 * e * sin(2 * moon - sun) -
    0.00017 * sin(node) +
    0.000325 * sin(RADIANS * (299.77 + 0.107408 * k - 0.009173 * t ** 2)) +
    0.000165 * sin(RADIANS * (251.88 + 0.016321 * k))
  );
}

/** Apparent longitude of the sun in degrees, 0 to 360. @source Meeus, chapter 25, low accuracy (0.01°) */
function sunLongitude(julianDay: number): number {
  const t = (julianDay - 2451545) / 36525;
  const anomaly = RADIANS * (357.52911 + 35999.05029 * t - 0.0001537 * t ** 2);
  const mean = 280.46646 + 36000.76983 * t + 0.0003032 * t ** 2;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t ** 2) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const longitude = mean + centre - 0.00569 - 0.00478 * Math.sin(RADIANS * (125.04 - 1934.136 * t));
  return ((longitude % 360) + 360) % 360;
}

function dayNumber(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000 + JULIAN_DAY_OF_1970 + 0.5;
}

function localDate(day: number): LocalDate {
  return new Date((day - JULIAN_DAY_OF_1970 - 0.5) * 86_400_000).toISOString().slice(0, 10);
}
