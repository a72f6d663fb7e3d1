import type { Database } from "./database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How long what is kept, in days. A platform redelivers for a day at most; a session that nobody came back to for
 * half a year is of no use to its person; consent proof is kept at least a year (Decree 91/2020 art. 11(7)).
 */
export const KEEP_DAYS = {
  inboundKeys: 7,
  idleConversations: 180,
  sentReminders: 30,
  comments: 365,
  handOvers: 90,
  closedDossiers: 180,
  consents: 730,
  engagementEvents: 400,
  erasedPeople: 1,
} as const;

const STATEMENTS: Readonly<Record<keyof typeof KEEP_DAYS, string>> = {
  inboundKeys: "delete from inbound_key where at < $1",
  idleConversations: "delete from conversation where updated_at < $1",
  sentReminders: "delete from reminder where state <> 'planned' and due_at < $1",
  comments: "delete from comment where at < $1",
  handOvers: "delete from hand_over where at < $1",
  closedDossiers: "delete from dossier where state in ('resultReceived', 'abandoned') and updated_at < $1",
  consents: "delete from consent where at < $1",
  engagementEvents: "delete from engagement_event where day < ($1 at time zone 'Asia/Ho_Chi_Minh')::date",
  // Somebody who wrote again after erasing has a new conversation, and stays.
  erasedPeople: `delete from person p where erased_at < $1
    and not exists (select 1 from conversation c where c.person_id = p.id and c.updated_at > p.erased_at)`,
};

/** Deletes what has been kept long enough. @returns how many rows of each kind */
export async function applyRetention(database: Database, now: Date): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  for (const [kind, text] of Object.entries(STATEMENTS)) {
    const before = new Date(now.getTime() - KEEP_DAYS[kind as keyof typeof KEEP_DAYS] * DAY_MS);
    const counted = `with gone as (${text} returning 1) select count(*)::int as count from gone`;
    const [row] = await database.query<{ count: number }>(`retention-${kind}`, counted, [before]);
    deleted[kind] = row?.count ?? 0;
  }
  return deleted;
}
