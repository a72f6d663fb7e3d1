import type { TurnCommit } from "../conversation/conversation-store.ts";
import type { Effect } from "../flow/effects.ts";
import type { Seal } from "../lib/seal.ts";
import { codeBinding, commentBinding, personKeyOf } from "./bindings.ts";

type Change = TurnCommit["changes"][number];
type ChangeOf<Type extends Effect["type"]> = Extract<Change, { type: Type }>;

/** The JSON lists of the statement, in the order of its parameters: `$27` dossiers to `$32` erased people. */
export function changesOf(seal: Seal, batch: readonly TurnCommit[]): unknown[][] {
  const turns = batch.map((turn, i) => ({ i, turn, personId: turn.personId, at: turn.at.toISOString() }));
  // What an erasing turn would write of the person is not written; its consents are proof and stay.
  const writing = turns.filter(({ turn }) => !turn.erase);
  return [
    writing.flatMap(({ i, turn, personId, at }) =>
      lastOfEach(ofType(turn, "dossier"), ({ change }) => change.procedure).map(({ change }) => ({
        i,
        person_id: personId,
        procedure: change.procedure,
        version: change.procedureVersion,
        state: change.state,
        code: change.code === undefined ? null : hex(seal.close(change.code, codeBinding(personId, change.procedure))),
        appointment_on: change.appointmentOn ?? null,
        ready: change.ready ?? null,
        at,
      })),
    ),
    writing.flatMap(({ i, turn, personId, at }) =>
      reminderRows(turn).map((row) => ({ i, person_id: personId, due_at: at, ...row })),
    ),
    turns.flatMap(({ i, turn, personId, at }) =>
      ofType(turn, "consent").map(({ topic, given, version }) => ({
        i,
        person_key: hex(personKeyOf(seal, personId)),
        topic,
        given,
        version,
        at,
      })),
    ),
    writing.flatMap(({ i, turn, personId, at }) =>
      ofType(turn, "handOver").map(({ reason, flow, step, procedure }) => ({
        i,
        person_id: personId,
        at,
        reason,
        flow,
        step,
        procedure,
      })),
    ),
    writing.flatMap(({ i, turn, personId, at }) =>
      ofType(turn, "comment").map(({ text, about }) => ({
        i,
        person_id: personId,
        at,
        about,
        text: hex(seal.close(text, commentBinding(personId))),
      })),
    ),
    turns
      .filter(({ turn }) => turn.erase)
      .map(({ i, personId, at }) => ({ i, person_id: personId, person_key: hex(personKeyOf(seal, personId)), at })),
  ];
}

/** A reminder planned and cancelled in the same turn ends as the later of the two says. */
function reminderRows(turn: TurnCommit): object[] {
  const changes = turn.changes.filter((change) => change.type === "remind" || change.type === "cancelReminder");
  return lastOfEach(changes, ({ key }) => key).map((change) =>
    change.type === "remind"
      ? { key: change.key, due_at: change.at, flow: change.flow, answers: change.answers, state: "planned" }
      : { key: change.key, flow: "", answers: {}, state: "cancelled" },
  );
}

function ofType<Type extends Change["type"]>(turn: TurnCommit, type: Type): ChangeOf<Type>[] {
  return turn.changes.filter((change): change is ChangeOf<Type> => change.type === type);
}

/** One statement may not write a row twice. */
function lastOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex");
}
