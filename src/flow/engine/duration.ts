const DURATION = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?$/;
const MINUTE_MS = 60_000;

/** Milliseconds of a duration such as `PT30M`, `PT6H` or `P1D`. @throws {RangeError} when it is none */
export function durationMs(text: string): number {
  const parts = DURATION.exec(text);
  if (!parts || text.length < 3) throw new RangeError(`not a duration: ${text}`);
  const [, days = "0", hours = "0", minutes = "0"] = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * MINUTE_MS;
}
