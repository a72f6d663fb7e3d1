import { addDays, type LocalDate } from "../lib/local-date.ts";
import type { Database } from "./database.ts";

/** One line of the daily rollup: how often something happened, to how many people. */
export type EngagementDay = {
  /** The day in Vietnam, `YYYY-MM-DD`. */
  readonly day: LocalDate;
  readonly kind: string;
  readonly channel: string;
  readonly flow: string;
  readonly step: string;
  readonly procedure: string;
  readonly detail: string;
  readonly events: number;
  /** Different people among those who are not anonymous. */
  readonly people: number;
  /** Sum of the number that this kind carries (stars, rank); 0 for the others. */
  readonly total: number;
};

const SUMS = `
select to_char(day, 'YYYY-MM-DD') as day, kind, channel, coalesce(flow, '') as flow, coalesce(step, '') as step,
  coalesce(procedure, '') as procedure, coalesce(detail, '') as detail,
  count(*)::int as events, count(distinct person_key)::int as people, coalesce(sum(number), 0)::bigint as total
from engagement_event where day >= $1 and day <= $2
group by day, kind, channel, 4, 5, 6, 7`;

/** Writes the sums of one day anew; a second run of the same day changes nothing. */
const ROLL_UP = `
with sums as (${SUMS}),
gone as (delete from engagement_daily where day >= $1 and day <= $2 and not exists (
  select 1 from sums s where s.day = to_char(engagement_daily.day, 'YYYY-MM-DD') and s.kind = engagement_daily.kind
    and s.channel = engagement_daily.channel and s.flow = engagement_daily.flow and s.step = engagement_daily.step
    and s.procedure = engagement_daily.procedure and s.detail = engagement_daily.detail)),
written as (
  insert into engagement_daily (day, kind, channel, flow, step, procedure, detail, events, people, total)
  select day::date, kind, channel, flow, step, procedure, detail, events, people, total from sums
  on conflict (day, kind, channel, flow, step, procedure, detail) do update set
    events = excluded.events, people = excluded.people, total = excluded.total
)
insert into engagement_rolled (day, events, at) select $1::date, coalesce(sum(events), 0), now() from sums
on conflict (day) do update set events = excluded.events, at = excluded.at`;

const LAST_ROLLED = `
select to_char(coalesce((select max(day) + 1 from engagement_rolled), (select min(day) from engagement_event)), 'YYYY-MM-DD') as day`;

/** Rolled days come from the rollup, which outlives the events; days since then are counted as they stand. */
const EXPORT = `
select to_char(day, 'YYYY-MM-DD') as day, kind, channel, flow, step, procedure, detail, events, people, total
from engagement_daily where day >= $1 and day <= $2
union all
select s.* from (${SUMS}) s where not exists (select 1 from engagement_rolled r where to_char(r.day, 'YYYY-MM-DD') = s.day)
order by 1, 2, 3, 4, 5, 6, 7`;

/** Sums up every full day before `today` that has not been summed up yet. @returns the days written */
export async function rollUpEngagement(database: Database, today: LocalDate): Promise<LocalDate[]> {
  const [first] = await database.query<{ day: LocalDate | null }>("last-rolled", LAST_ROLLED, []);
  const days: LocalDate[] = [];
  for (let day = first?.day ?? today; day < today; day = addDays(day, 1)) {
    await database.query("roll-up", ROLL_UP, [day, day]);
    days.push(day);
  }
  return days;
}

/** The daily counts from `from` to `to`, both included. @param from `YYYY-MM-DD` in Vietnam */
export async function exportEngagement(database: Database, from: LocalDate, to: LocalDate): Promise<EngagementDay[]> {
  const rows = await database.query<EngagementDay & Record<string, unknown>>("export-engagement", EXPORT, [from, to]);
  // `bigint` sums arrive as text, to lose no digit; these are small.
  return rows.map((row) => ({ ...row, total: Number(row.total) }));
}
