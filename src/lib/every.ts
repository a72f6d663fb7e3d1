import type { Log } from "./log.ts";

/** Something that runs again and again until it is stopped. */
export interface Repeating {
  /** Runs it now, unless it is running. */
  wake(): void;
  /** Resolves once the run under way is done; none follows. */
  stop(): Promise<void>;
}

/**
 * Runs `work` `intervalMs` after its last run ended: never twice at once, and a slow run delays the next instead of
 * piling up. A failure is logged, and the next run comes all the same.
 */
export function every(intervalMs: number, name: string, work: () => Promise<unknown>, log: Log): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  const run = () => {
    clearTimeout(timer);
    running = work()
      .then(() => {})
      .catch((error: unknown) => log.warn({ err: error, work: name }, "background work failed and is tried again"))
      .finally(() => {
        running = undefined;
        if (!isStopped) timer = setTimeout(run, intervalMs);
      });
  };
  timer = setTimeout(run, intervalMs);

  return {
    wake() {
      if (!running && !isStopped) run();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
