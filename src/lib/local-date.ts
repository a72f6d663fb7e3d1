/** A calendar date in Vietnam, `YYYY-MM-DD`. Offices count days, not instants. */
export type LocalDate = string;

/** Vietnam keeps one offset all year: no daylight saving since 1975. */
const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The date on a Vietnamese wall calendar at this instant. @example localDateOf(new Date("2026-11-23T17:30:00Z")) // "2026-11-24" */
export function localDateOf(instant: Date): LocalDate {
  return new Date(instant.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant at which a Vietnamese clock shows `hour`:`minute` on `date`. @throws {RangeError} when the date is not real */
export function instantAt(date: LocalDate, hour: number, minute = 0): Date {
  return new Date(utcMidnight(date) + (hour * 60 + minute) * 60_000 - VIETNAM_OFFSET_MS);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. @throws {RangeError} when a date is not real */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utcMidnight(to) - utcMidnight(from)) / DAY_MS);
}

/** @throws {RangeError} when the date is not real */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(utcMidnight(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Full years of age on `today`; somebody born on 29 February ages on 1 March of a common year. */
export function fullYears(born: LocalDate, today: LocalDate): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) >= born.slice(5) ? years : years - 1;
}

/** True for a date that exists: `2026-02-30` does not. */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function utcMidnight(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError(`not a calendar date: ${date}`);
  return Date.parse(`${date}T00:00:00Z`);
}
