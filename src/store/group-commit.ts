import { StoreUnavailable } from "../conversation/conversation-store.ts";

export interface GroupCommitOptions<Item, Outcome> {
  /** Commits a batch in one statement; answers one outcome per item, in order. */
  readonly run: (batch: readonly Item[]) => Promise<readonly Outcome[]>;
  readonly mostPerBatch: number;
  /** Statements under way at once. Measured: two keep the database busy while the next batch gathers. */
  readonly mostInFlight: number;
  /** Beyond this, work is refused at once instead of piling up. */
  readonly mostWaiting: number;
}

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Two statements touched the same rows in different order; the database ended one of them. */
const RETRIED_CODES = new Set(["40P01", "40001"]);
const MAX_RETRIES = 5;

/**
 * Commits items that become ready while a statement is under way together in the next one.
 *
 * A statement that fails is tried again in halves until the item at fault stands alone, so only its own promise is
 * rejected. While the database is away everything of a batch is rejected with `StoreUnavailable`.
 */
export function createGroupCommit<Item, Outcome>(
  options: GroupCommitOptions<Item, Outcome>,
): (item: Item) => Promise<Outcome> {
  const { run, mostPerBatch, mostInFlight, mostWaiting } = options;
  const waiting: Waiting<Item, Outcome>[] = [];
  let inFlight = 0;

  return (item) => {
    if (waiting.length >= mostWaiting) {
      return Promise.reject(new StoreUnavailable(`more than ${mostWaiting} turns are waiting for the database`));
    }
    return new Promise<Outcome>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // After the current round of callbacks, so that what arrives together also goes together.
      queueMicrotask(startNext);
    });
  };

  function startNext(): void {
    while (inFlight < mostInFlight && waiting.length > 0) {
      inFlight++;
      void commit(waiting.splice(0, mostPerBatch), 0).finally(() => {
        inFlight--;
        startNext();
      });
    }
  }

  async function commit(batch: readonly Waiting<Item, Outcome>[], retries: number): Promise<void> {
    try {
      const outcomes = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome);
    } catch (error) {
      if (error instanceof StoreUnavailable) return rejectAll(batch, error);
      if (isTransient(error) && retries < MAX_RETRIES) return commit(batch, retries + 1);
      if (batch.length === 1) return rejectAll(batch, error);
      const half = Math.ceil(batch.length / 2);
      await commit(batch.slice(0, half), 0);
      await commit(batch.slice(half), 0);
    }
  }
}

function rejectAll<Item, Outcome>(batch: readonly Waiting<Item, Outcome>[], error: unknown): void {
  for (const { reject } of batch) reject(error);
}

function isTransient(error: unknown): boolean {
  return RETRIED_CODES.has(String((error as { code?: unknown }).code));
}
