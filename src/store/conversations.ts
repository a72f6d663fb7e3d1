import type { ChannelName } from "../channels/channel.ts";
import type {
  CommitOutcome,
  ConversationStore,
  Due,
  HeldData,
  Kept,
  Standing,
  TurnCommit,
  Undelivered,
} from "../conversation/conversation-store.ts";
import type { Seal } from "../lib/seal.ts";
import { codeBinding, keptBinding, personKeyOf } from "./bindings.ts";
import { commitTurns } from "./commit-turns.ts";
import type { Database } from "./database.ts";
import { createDeliveryMarks } from "./delivery-marks.ts";
import { createGroupCommit } from "./group-commit.ts";

const MOST_PER_BATCH = 64;
const MOST_IN_FLIGHT = 2;
const MOST_WAITING = 5_000;

const OPEN = `
with found as (
  insert into person (channel, address_hash, address_sealed, created_at, seen_at) values ($1, $2, $3, $4, $4)
  on conflict (channel, address_hash) do update set seen_at = excluded.seen_at, blocked_at = null
  returning id
)
select f.id::text as id, c.version, c.kept, c.delivered_seq from found f left join conversation c on c.person_id = f.id`;

/** Both kinds in one round trip; a claimed row is left alone by others until its lease is over. */
const CLAIM = `
with silence as (
  select c.person_id from conversation c join person p on p.id = c.person_id
  where c.wake_at <= $2 and (c.wake_leased_until is null or c.wake_leased_until < $2)
    and p.channel = any($1) and p.blocked_at is null
  order by c.wake_at limit $4 for update of c skip locked
),
silences as (
  update conversation c set wake_leased_until = $3 from silence s where c.person_id = s.person_id
  returning c.person_id, c.wake_at
),
reminder_due as (
  select r.id from reminder r join person p on p.id = r.person_id
  where r.state = 'planned' and r.due_at <= $2 and (r.leased_until is null or r.leased_until < $2)
    and p.channel = any($1) and p.blocked_at is null
  order by r.due_at limit $4 for update of r skip locked
),
reminders as (
  update reminder r set leased_until = $3 from reminder_due d where r.id = d.id
  returning r.id, r.person_id, r.due_at, r.flow, r.answers
)
select p.id::text as person_id, p.channel, p.address_sealed, s.wake_at as due_at, null as id, null as flow, null::jsonb as answers
from silences s join person p on p.id = s.person_id
union all
select p.id::text, p.channel, p.address_sealed, r.due_at, r.id::text, r.flow, r.answers
from reminders r join person p on p.id = r.person_id
order by due_at`;

const UNDELIVERED = `
select p.id::text as person_id, p.channel, p.address_sealed, c.kept, c.delivered_seq
from conversation c join person p on p.id = c.person_id
where c.last_seq > c.delivered_seq and c.updated_at < $2 and p.channel = any($1) and p.blocked_at is null
order by c.updated_at limit $3`;

/** The conversation's rows: people, sessions, what is due and what was not delivered. */
export function createConversationStore(database: Database, seal: Seal): ConversationStore {
  const commit = createGroupCommit<TurnCommit, CommitOutcome>({
    run: (batch) => commitTurns(database, seal, batch),
    mostPerBatch: MOST_PER_BATCH,
    mostInFlight: MOST_IN_FLIGHT,
    mostWaiting: MOST_WAITING,
  });
  const marks = createDeliveryMarks(database);

  return {
    async open(channel, address, at): Promise<Standing> {
      const values = [channel, hashOf(channel, address), seal.close(address, channel), at];
      const [row] = await database.query<OpenRow>("open", OPEN, values);
      if (!row) throw new Error("a person was neither found nor made");
      const kept = row.kept ? readKept(row.kept, row.id) : undefined;
      return { personId: row.id, channel, version: row.version ?? 0, kept, deliveredSeq: row.delivered_seq ?? 0 };
    },

    commit,
    delivered: marks.mark,

    async claimDue(channels, at, leaseMs, limit) {
      const values = [channels, at, new Date(at.getTime() + leaseMs), limit];
      const rows = await database.query<DueRow>("claim-due", CLAIM, values);
      return rows.map(toDue);
    },

    async undelivered(channels, olderThan, limit) {
      const rows = await database.query<UndeliveredRow>("undelivered", UNDELIVERED, [channels, olderThan, limit]);
      return rows.map(toUndelivered);
    },

    heldData: (personId) => readHeldData(database, seal, personId),

    async setReachable(channel, address, isReachable, at) {
      const text =
        "update person set blocked_at = case when $3 then null else $4::timestamptz end where channel = $1 and address_hash = $2";
      await database.query("set-reachable", text, [channel, hashOf(channel, address), isReachable, at]);
    },
  };

  function hashOf(channel: ChannelName, address: string): Buffer {
    return seal.hash(`${channel}/${address}`);
  }

  function readKept(sealed: Buffer, personId: string): Kept {
    return JSON.parse(seal.open(sealed, keptBinding(personId)));
  }

  function toDue(row: DueRow): Due {
    const { person_id: personId, channel, due_at: dueAt } = row;
    const person = { personId, channel, address: seal.open(row.address_sealed, channel), dueAt };
    if (row.id === null) return { ...person, kind: "silence" };
    return { ...person, kind: "reminder", reminderId: row.id, flow: row.flow ?? "", answers: row.answers ?? {} };
  }

  function toUndelivered(row: UndeliveredRow): Undelivered {
    const { person_id: personId, channel } = row;
    const { outbox } = readKept(row.kept, personId);
    const messages = outbox.filter(({ seq }) => seq > row.delivered_seq);
    return { personId, channel, address: seal.open(row.address_sealed, channel), messages };
  }
}

type OpenRow = { id: string; version: number | null; kept: Buffer | null; delivered_seq: number | null };

type DueRow = {
  person_id: string;
  channel: ChannelName;
  address_sealed: Buffer;
  due_at: Date;
  id: string | null;
  flow: string | null;
  answers: Record<string, string | number | boolean> | null;
};

type UndeliveredRow = {
  person_id: string;
  channel: ChannelName;
  address_sealed: Buffer;
  kept: Buffer;
  delivered_seq: number;
};

const HELD = `
select p.channel, p.created_at,
  (select coalesce(jsonb_agg(jsonb_build_object('topic', topic, 'given', given, 'version', version, 'at', at) order by at), '[]')
   from consent where person_key = $2) as consents,
  (select coalesce(jsonb_agg(jsonb_build_object('procedure', procedure, 'state', state, 'code', encode(code_sealed, 'hex'),
     'appointmentOn', appointment_on, 'updatedAt', updated_at) order by updated_at desc), '[]')
   from dossier where person_id = p.id) as dossiers,
  (select coalesce(jsonb_agg(jsonb_build_object('flow', flow, 'at', due_at) order by due_at), '[]')
   from reminder where person_id = p.id and state = 'planned') as reminders,
  (select count(*)::int from comment where person_id = p.id) as comments,
  (select count(*)::int from hand_over where person_id = p.id) as hand_overs
from person p where p.id = $1`;

type HeldRow = {
  channel: ChannelName;
  created_at: Date;
  consents: { topic: string; given: boolean; version: string; at: string }[];
  dossiers: {
    procedure: string;
    state: string;
    code: string | null;
    appointmentOn: string | null;
    updatedAt: string;
  }[];
  reminders: { flow: string; at: string }[];
  comments: number;
  hand_overs: number;
};

async function readHeldData(database: Database, seal: Seal, personId: string): Promise<HeldData> {
  const [row] = await database.query<HeldRow>("held-data", HELD, [personId, personKeyOf(seal, personId)]);
  if (!row) throw new Error("this person is not known");
  return {
    since: row.created_at,
    channel: row.channel,
    consents: row.consents.map((consent) => ({ ...consent, at: new Date(consent.at) })),
    dossiers: row.dossiers.map(({ procedure, state, code, appointmentOn, updatedAt }) => ({
      procedure,
      state,
      code: code === null ? undefined : seal.open(Buffer.from(code, "hex"), codeBinding(personId, procedure)),
      appointmentOn: appointmentOn ?? undefined,
      updatedAt: new Date(updatedAt),
    })),
    reminders: row.reminders.map(({ flow, at }) => ({ flow, at: new Date(at) })),
    comments: row.comments,
    handOvers: row.hand_overs,
  };
}
