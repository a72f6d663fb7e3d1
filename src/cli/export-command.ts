import { isLocalDate } from "../lib/local-date.ts";
import type { EngagementDay } from "../store/engagement.ts";
import { type Command, print, UsageError } from "./command.ts";
import { configOfHere, withStore } from "./surroundings.ts";

const COLUMNS = ["day", "kind", "channel", "flow", "step", "procedure", "detail", "events", "people", "total"] as const;
/** Spreadsheets read UTF-8 rightly only behind this mark. */
const BYTE_ORDER_MARK = "\ufeff";

/** `export engagement`: the daily counts of the engagement log. */
export const exportCommand: Command = {
  usage: "export engagement --from YYYY-MM-DD --to YYYY-MM-DD --format csv|json",
  about: "writes the daily counts of the engagement log",
  options: { from: { type: "string" }, to: { type: "string" }, format: { type: "string", default: "csv" } },
  async run({ flags, words }) {
    const { from, to, format } = flags;
    if (words[0] !== "engagement") throw new UsageError(`"${words[0] ?? ""}" cannot be exported; engagement can`);
    if (typeof from !== "string" || !isLocalDate(from))
      throw new UsageError("--from has to be a day such as 2026-11-01");
    if (typeof to !== "string" || !isLocalDate(to) || to < from)
      throw new UsageError("--to has to be a day, not before --from");
    if (format !== "csv" && format !== "json") throw new UsageError("--format has to be csv or json");
    const rows = await withStore(configOfHere(), (store) => store.exportEngagement(from, to));
    if (format === "json") print(JSON.stringify(rows));
    else print(toCsv(rows));
    return 0;
  },
};

export function toCsv(rows: readonly EngagementDay[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return BYTE_ORDER_MARK + [COLUMNS.join(","), ...lines].join("\r\n");
}

/** Quoted where needed; what a spreadsheet would run as a formula is made a plain text. @source OWASP, CSV Injection */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
