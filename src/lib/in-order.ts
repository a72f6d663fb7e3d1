/** Too much is waiting for one key; the caller's platform may try again. */
export class TooManyWaiting extends Error {
  override readonly name = "TooManyWaiting";
}

/**
 * Runs work of the same key one after another, in the order it was given; different keys run side by side.
 *
 * @param mostWaiting how many pieces of work one key may have, the running one included
 */
export function createInOrder(
  mostWaiting: number,
): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const tails = new Map<string, { last: Promise<unknown>; count: number }>();

  return async (key, work) => {
    const before = tails.get(key);
    if (before && before.count >= mostWaiting) throw new TooManyWaiting(`more than ${mostWaiting} waiting`);
    const mine = before ? before.last.then(work, work) : work();
    const entry = { last: mine, count: (before?.count ?? 0) + 1 };
    tails.set(key, entry);
    try {
      return await mine;
    } finally {
      const now = tails.get(key);
      if (now && now.last === mine) tails.delete(key);
      else if (now) now.count--;
    }
  };
}
