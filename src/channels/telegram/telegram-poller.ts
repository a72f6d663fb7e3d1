import { setTimeout as pause } from "node:timers/promises";
import type { Update } from "telegraf/types";
import type { Log } from "../../lib/log.ts";
import type { TelegramCalls } from "./telegram-calls.ts";
import { ALLOWED_UPDATES, POLL_LIMIT, POLL_SECONDS, updateList } from "./telegram-wire.ts";

const POLL_MARGIN_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/**
 * Long polling. A batch is confirmed to Telegram only once every update of it is durable, so a crash brings it
 * again; updates of one person are taken in their order, different people side by side.
 *
 * telegraf's own poller ends its loop on the first refusal and confirms before handlers are done.
 */
export function startPolling(
  calls: TelegramCalls,
  handle: (update: Update) => Promise<void>,
  log: Log,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = poll();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };

  async function poll(): Promise<void> {
    let offset = 0;
    let retryMs = FIRST_RETRY_MS;
    while (!stopping.signal.aborted) {
      try {
        const updates = await fetchUpdates(offset);
        await handleAll(updates);
        offset = updates.reduce((most, { update_id }) => Math.max(most, update_id + 1), offset);
        retryMs = FIRST_RETRY_MS;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error, retryMs }, "polling Telegram failed and is tried again");
        await pause(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      }
    }
  }

  async function fetchUpdates(offset: number): Promise<Update[]> {
    const request = { offset, timeout: POLL_SECONDS, limit: POLL_LIMIT, allowed_updates: ALLOWED_UPDATES };
    const timeout = AbortSignal.timeout(POLL_SECONDS * 1_000 + POLL_MARGIN_MS);
    const signal = AbortSignal.any([stopping.signal, timeout]);
    return (await calls.call("getUpdates", request, updateList, signal)) as unknown as Update[];
  }

  async function handleAll(updates: readonly Update[]): Promise<void> {
    const byPerson = Map.groupBy(updates, personOf);
    const results = await Promise.allSettled([...byPerson.values()].map(handleInOrder));
    const failed = results.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }

  async function handleInOrder(updates: readonly Update[]): Promise<void> {
    for (const update of updates) await handle(update);
  }
}

function personOf(update: Update): number {
  if ("message" in update) return update.message.chat.id;
  if ("callback_query" in update) return update.callback_query.from.id;
  if ("my_chat_member" in update) return update.my_chat_member.chat.id;
  return -update.update_id;
}
