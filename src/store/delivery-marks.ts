import type { Database } from "./database.ts";

/** Marks gather for so long before they are written together: a crash within it may repeat a message, never lose one. */
const GATHER_MS = 50;

const MARK = `
update conversation c set delivered_seq = greatest(c.delivered_seq, m.seq)
from unnest($1::bigint[], $2::int[]) as m(person_id, seq) where c.person_id = m.person_id`;

/** Notes what pushing channels accepted, many people's in one statement. */
export function createDeliveryMarks(database: Database): { mark(personId: string, seq: number): Promise<void> } {
  let gathering: { readonly seqs: Map<string, number>; readonly written: Promise<void> } | undefined;

  return {
    mark(personId, seq) {
      gathering ??= begin();
      gathering.seqs.set(personId, Math.max(seq, gathering.seqs.get(personId) ?? 0));
      return gathering.written;
    },
  };

  function begin() {
    const seqs = new Map<string, number>();
    const written = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        gathering = undefined;
        database.query("mark-delivered", MARK, [[...seqs.keys()], [...seqs.values()]]).then(() => resolve(), reject);
      }, GATHER_MS);
    });
    return { seqs, written };
  }
}
