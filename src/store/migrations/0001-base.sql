-- People as channels know them. The address (a chat id, a cookie's token) is found by a keyed hash and kept sealed.
create table person (
  id bigint generated always as identity primary key,
  channel text not null,
  address_hash bytea not null,
  address_sealed bytea not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  blocked_at timestamptz,
  erased_at timestamptz,
  unique (channel, address_hash)
);
create index person_erased on person (erased_at) where erased_at is not null;

-- Where a person stands: one sealed blob (session and unacknowledged messages) under a version. The columns beside it
-- are what queries need and nothing more.
create table conversation (
  person_id bigint primary key references person on delete cascade,
  version integer not null,
  kept bytea not null,
  flow text,
  flow_version text,
  step text,
  status text not null,
  wake_at timestamptz,
  wake_leased_until timestamptz,
  last_seq integer not null,
  delivered_seq integer not null,
  updated_at timestamptz not null
) with (fillfactor = 70);
create index conversation_wake on conversation (wake_at) where wake_at is not null;
create index conversation_undelivered on conversation (updated_at) where last_seq > delivered_seq;
create index conversation_standing on conversation (flow, step);
create index conversation_idle on conversation (updated_at);

-- What was handled already: a platform's redelivery finds its key here.
create table inbound_key (
  person_id bigint not null references person on delete cascade,
  key text not null,
  at timestamptz not null,
  primary key (person_id, key)
);
create index inbound_key_at on inbound_key (at);

-- The engagement log: facts of a closed vocabulary, never text. `day` is the day in Vietnam.
create table engagement_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  day date not null,
  kind text not null,
  person_key bytea,
  channel text not null,
  flow text,
  flow_version text,
  step text,
  procedure text,
  procedure_version text,
  detail text,
  number integer
);
create index engagement_event_day on engagement_event (day, kind);
create index engagement_event_person on engagement_event (person_key) where person_key is not null;

create table engagement_daily (
  day date not null,
  kind text not null,
  channel text not null,
  flow text not null,
  step text not null,
  procedure text not null,
  detail text not null,
  events integer not null,
  people integer not null,
  total bigint not null,
  primary key (day, kind, channel, flow, step, procedure, detail)
);
create table engagement_rolled (day date primary key, events bigint not null, at timestamptz not null);

create table dossier (
  id bigint generated always as identity primary key,
  person_id bigint not null references person on delete cascade,
  procedure text not null,
  procedure_version text not null,
  state text not null,
  code_sealed bytea,
  appointment_on date,
  ready text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (person_id, procedure)
);

create table reminder (
  id bigint generated always as identity primary key,
  person_id bigint not null references person on delete cascade,
  key text not null,
  due_at timestamptz not null,
  flow text not null,
  answers jsonb not null,
  state text not null default 'planned',
  leased_until timestamptz,
  sent_at timestamptz,
  unique (person_id, key)
);
create index reminder_due on reminder (due_at) where state = 'planned';

-- Proof of consent and refusal: kept under the pseudonym when everything else is erased (docs/decisions/0004).
create table consent (
  id bigint generated always as identity primary key,
  person_key bytea not null,
  topic text not null,
  given boolean not null,
  version text not null,
  at timestamptz not null
);
create index consent_person on consent (person_key, at);

create table hand_over (
  id bigint generated always as identity primary key,
  person_id bigint not null references person on delete cascade,
  at timestamptz not null,
  reason text not null,
  flow text not null,
  step text not null,
  procedure text,
  closed_at timestamptz
);
create index hand_over_open on hand_over (at) where closed_at is null;
create index hand_over_person on hand_over (person_id);

create table comment (
  id bigint generated always as identity primary key,
  person_id bigint references person on delete cascade,
  at timestamptz not null,
  about text not null,
  text_sealed bytea not null
);
create index comment_person on comment (person_id);
create index comment_at on comment (at);

-- Every version of a procedure that people were guided by, so that an office can answer for it
-- (Decree 118/2025/NĐ-CP, art. 16).
create table procedure_version (
  slug text not null,
  version text not null,
  content jsonb not null,
  first_used_at timestamptz not null,
  primary key (slug, version)
);
