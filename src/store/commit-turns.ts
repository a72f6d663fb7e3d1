import type { CommitOutcome, TurnCommit } from "../conversation/conversation-store.ts";
import { localDateOf } from "../lib/local-date.ts";
import type { Seal } from "../lib/seal.ts";
import { keptBinding, personKeyOf } from "./bindings.ts";
import type { Database } from "./database.ts";
import { toFactRow } from "./fact-row.ts";
import { changesOf } from "./turn-changes.ts";

/** What is true of every turn: key, session, facts. */
const BASE = `
with turn as (
  select * from unnest(
    $1::int[], $2::bigint[], $3::text[], $4::int[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::timestamptz[], $11::int[], $12::int[], $13::timestamptz[]
  ) as t(i, person_id, key, expected, kept, flow, flow_version, step, status, wake_at, last_seq, delivered_seq, at)
),
unseen as (
  select t.* from turn t
  where not exists (select 1 from inbound_key k where k.person_id = t.person_id and k.key = t.key)
),
-- Of two turns of one person the first goes; the second was read before it and has to be played again.
fresh as (select distinct on (person_id) * from unseen order by person_id, i),
moved as (
  update conversation c set
    version = c.version + 1, kept = t.kept, flow = t.flow, flow_version = t.flow_version, step = t.step,
    status = t.status, wake_at = t.wake_at, wake_leased_until = null, last_seq = t.last_seq,
    delivered_seq = greatest(c.delivered_seq, t.delivered_seq), updated_at = t.at
  from fresh t
  where c.person_id = t.person_id and t.expected > 0 and c.version = t.expected
  returning t.i
),
born as (
  insert into conversation
    (person_id, version, kept, flow, flow_version, step, status, wake_at, last_seq, delivered_seq, updated_at)
  select person_id, 1, kept, flow, flow_version, step, status, wake_at, last_seq, delivered_seq, at
  from fresh where expected = 0
  on conflict (person_id) do nothing
  returning person_id
),
done as (
  select i from moved
  union all
  select t.i from fresh t join born b on b.person_id = t.person_id where t.expected = 0
),
keyed as (
  insert into inbound_key (person_id, key, at)
  select t.person_id, t.key, t.at from turn t join done d on d.i = t.i
),
noted as (
  insert into engagement_event
    (at, day, kind, person_key, channel, flow, flow_version, step, procedure, procedure_version, detail, number)
  select f.at, f.day, f.kind, f.person_key, f.channel, f.flow, f.flow_version, f.step, f.procedure,
    f.procedure_version, f.detail, f.number
  from unnest(
    $14::int[], $15::timestamptz[], $16::date[], $17::text[], $18::bytea[], $19::text[], $20::text[], $21::text[],
    $22::text[], $23::text[], $24::text[], $25::text[], $26::int[]
  ) as f(i, at, day, kind, person_key, channel, flow, flow_version, step, procedure, procedure_version, detail, number)
  join done d on d.i = f.i
)`;

/** What only some turns bring: rows of other tables, one JSON list for each. */
const CHANGES = `,
dossiers as (
  insert into dossier (person_id, procedure, procedure_version, state, code_sealed, appointment_on, ready, created_at, updated_at)
  select x.person_id, x.procedure, x.version, x.state, decode(x.code, 'hex'), x.appointment_on,
    coalesce(x.ready, '{}'), x.at, x.at
  from jsonb_to_recordset($27::jsonb) as x(i int, person_id bigint, procedure text, version text, state text,
    code text, appointment_on date, ready text[], at timestamptz)
  join done d on d.i = x.i
  on conflict (person_id, procedure) do update set
    procedure_version = excluded.procedure_version, state = excluded.state,
    code_sealed = coalesce(excluded.code_sealed, dossier.code_sealed),
    appointment_on = coalesce(excluded.appointment_on, dossier.appointment_on),
    ready = case when excluded.ready = '{}' then dossier.ready else excluded.ready end,
    updated_at = excluded.updated_at
),
reminders as (
  insert into reminder (person_id, key, due_at, flow, answers, state)
  select x.person_id, x.key, x.due_at, x.flow, x.answers, x.state
  from jsonb_to_recordset($28::jsonb) as x(i int, person_id bigint, key text, due_at timestamptz, flow text,
    answers jsonb, state text)
  join done d on d.i = x.i
  on conflict (person_id, key) do update set
    due_at = excluded.due_at, flow = excluded.flow, answers = excluded.answers, state = excluded.state, leased_until = null
),
sent as (
  update reminder r set state = 'sent', sent_at = t.at, leased_until = null
  from turn t join done d on d.i = t.i
  where t.key like 'reminder/%' and r.person_id = t.person_id and r.id::text = substr(t.key, 10)
),
consents as (
  insert into consent (person_key, topic, given, version, at)
  select decode(x.person_key, 'hex'), x.topic, x.given, x.version, x.at
  from jsonb_to_recordset($29::jsonb) as x(i int, person_key text, topic text, given boolean, version text, at timestamptz)
  join done d on d.i = x.i
),
hand_overs as (
  insert into hand_over (person_id, at, reason, flow, step, procedure)
  select x.person_id, x.at, x.reason, x.flow, x.step, x.procedure
  from jsonb_to_recordset($30::jsonb) as x(i int, person_id bigint, at timestamptz, reason text, flow text, step text, procedure text)
  join done d on d.i = x.i
),
comments as (
  insert into comment (person_id, at, about, text_sealed)
  select x.person_id, x.at, x.about, decode(x.text, 'hex')
  from jsonb_to_recordset($31::jsonb) as x(i int, person_id bigint, at timestamptz, about text, text text)
  join done d on d.i = x.i
),
erased as (
  select x.person_id, decode(x.person_key, 'hex') as person_key, x.at
  from jsonb_to_recordset($32::jsonb) as x(i int, person_id bigint, person_key text, at timestamptz)
  join done d on d.i = x.i
),
no_dossier as (delete from dossier using erased e where dossier.person_id = e.person_id),
no_reminder as (delete from reminder using erased e where reminder.person_id = e.person_id),
no_hand_over as (delete from hand_over using erased e where hand_over.person_id = e.person_id),
no_comment as (delete from comment using erased e where comment.person_id = e.person_id),
no_pseudonym as (
  update engagement_event v set person_key = null from erased e where v.person_key = e.person_key
),
farewell as (update person p set erased_at = e.at from erased e where p.id = e.person_id)`;

const ANSWER = `
select t.i, case when d.i is not null then 'committed' when u.i is null then 'duplicate' else 'conflict' end as outcome
from turn t left join done d on d.i = t.i left join unseen u on u.i = t.i`;

/**
 * Commits a batch of turns of different people in one statement. Each is written whole or not at all, whatever
 * becomes of the others; see `CommitOutcome`.
 */
export async function commitTurns(
  database: Database,
  seal: Seal,
  batch: readonly TurnCommit[],
): Promise<CommitOutcome[]> {
  const values = [...turnColumns(seal, batch), ...factColumns(seal, batch)];
  const isPlain = batch.every((turn) => turn.changes.length === 0 && !turn.erase && !turn.key.startsWith("reminder/"));
  const rows = isPlain
    ? await database.query<OutcomeRow>("commit-turns", BASE + ANSWER, values)
    : await database.query<OutcomeRow>("commit-turns-with-changes", BASE + CHANGES + ANSWER, [
        ...values,
        ...changesOf(seal, batch).map((list) => JSON.stringify(list)),
      ]);
  const outcomes = new Map(rows.map(({ i, outcome }) => [i, outcome]));
  return batch.map((_turn, index) => outcomes.get(index) ?? "conflict");
}

type OutcomeRow = { i: number; outcome: CommitOutcome };

function turnColumns(seal: Seal, batch: readonly TurnCommit[]): unknown[][] {
  const tops = batch.map(({ kept }) => kept.session.frames.at(-1));
  return [
    batch.map((_turn, index) => index),
    batch.map(({ personId }) => personId),
    batch.map(({ key }) => key),
    batch.map(({ expectedVersion }) => expectedVersion),
    batch.map(({ kept, personId }) => seal.close(JSON.stringify(kept), keptBinding(personId))),
    tops.map((top) => top?.flow ?? null),
    tops.map((top) => top?.version ?? null),
    tops.map((top) => top?.at ?? null),
    batch.map(({ kept }) => kept.session.status),
    batch.map(({ kept }) => kept.session.wakeAt ?? null),
    batch.map(({ kept }) => kept.lastSeq),
    batch.map(({ deliveredSeq }) => deliveredSeq),
    batch.map(({ at }) => at),
  ];
}

function factColumns(seal: Seal, batch: readonly TurnCommit[]): unknown[][] {
  const rows = batch.flatMap((turn, index) => {
    const personKey = turn.erase ? null : personKeyOf(seal, turn.personId);
    const { at, channel } = turn;
    return turn.facts.map((fact) => ({ index, at, day: localDateOf(at), channel, personKey, ...toFactRow(fact) }));
  });
  return [
    rows.map(({ index }) => index),
    rows.map(({ at }) => at),
    rows.map(({ day }) => day),
    rows.map(({ kind }) => kind),
    rows.map(({ isPersonal, personKey }) => (isPersonal ? personKey : null)),
    rows.map(({ channel }) => channel),
    rows.map(({ flow }) => flow),
    rows.map(({ flowVersion }) => flowVersion),
    rows.map(({ step }) => step),
    rows.map(({ procedure }) => procedure),
    rows.map(({ procedureVersion }) => procedureVersion),
    rows.map(({ detail }) => detail),
    rows.map(({ number }) => number),
  ];
}
