import { addDays, isLocalDate, type LocalDate } from "../lib/local-date.ts";

/** A calendar date of its parts, or `undefined` where there is no such day. */
export function makeDate(year: number, month: number, day: number): LocalDate | undefined {
  const two = (part: number) => String(part).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return isLocalDate(date) ? date : undefined;
}

export function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The same day of another month; the last day of that month where it is shorter. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (index % 12) + 1];
  for (let tried = day; tried > 28; tried--) {
    const found = makeDate(newYear, newMonth, tried);
    if (found) return found;
  }
  return makeDate(newYear, newMonth, Math.min(day, 28)) ?? date;
}

/** As Vietnamese counts them: Monday 2 … Saturday 7, Sunday 8. */
export function weekdayOf(date: LocalDate): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 2;
}

/** The Monday of the week of `date`. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, 2 - weekdayOf(date));
}

/** `15/08/2026`, as dates are written in Vietnam. */
export function showDate(date: LocalDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}
