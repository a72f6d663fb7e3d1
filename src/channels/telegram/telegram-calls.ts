import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import type { z } from "zod";
import { ChannelError } from "../channel.ts";
import { telegramReply } from "./telegram-wire.ts";

/** Enough for 30 messages a second at half a second each, and a bound on what a slow API can hold open. */
const CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;
/** Telegram states whole seconds; a little more keeps clocks from disagreeing. */
const RETRY_MARGIN_MS = 200;

/** Calls of the Bot API over a bounded pool. Neither token nor text ever stands in what it throws. */
export interface TelegramCalls {
  /**
   * One call, once. @throws {ChannelError} `rate_limited` with `retryAfterMs`, `unreachable_person` (blocked,
   * deactivated, no such chat), `unauthorized` (wrong token), `rejected` (our request is wrong), `unavailable`
   */
  call<Result>(method: string, payload: object, result: z.ZodType<Result>, signal: AbortSignal): Promise<Result>;
  /** As `call`, but waits out "too many requests" for as long as `signal` allows. */
  callPatiently<Result>(
    method: string,
    payload: object,
    result: z.ZodType<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** @param apiRoot `https://api.telegram.org`, a local Bot API server or a proxy, with or without a path */
export function createTelegramCalls(token: string, apiRoot: string): TelegramCalls {
  const root = new URL(apiRoot);
  const prefix = `${root.pathname.replace(/\/$/, "")}/bot${token}/`;
  const pool = new Pool(root.origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  /** Nothing is sent before this instant: after a 429 the whole account is asked to wait. */
  let resumeAt = 0;

  const calls: TelegramCalls = {
    async call(method, payload, result, signal) {
      const reply = await post(method, payload, signal);
      if (!reply.ok) throw refusal(reply);
      const read = result.safeParse(reply.result);
      if (!read.success)
        throw new ChannelError("telegram", "unavailable", { cause: new Error(`${method}: odd result`) });
      return read.data;
    },

    async callPatiently(method, payload, result, signal) {
      for (;;) {
        const waitMs = resumeAt - Date.now();
        if (waitMs > 0) await waitOrGiveUp(waitMs, signal);
        try {
          return await calls.call(method, payload, result, signal);
        } catch (error) {
          if (!(error instanceof ChannelError) || error.code !== "rate_limited") throw error;
          resumeAt = Math.max(resumeAt, Date.now() + (error.retryAfterMs ?? 0) + RETRY_MARGIN_MS);
        }
      }
    },

    close: () => pool.close(),
  };
  return calls;

  async function post(method: string, payload: object, signal: AbortSignal): Promise<z.infer<typeof telegramReply>> {
    try {
      const { body } = await pool.request({
        path: prefix + method,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(payload),
        signal,
      });
      return telegramReply.parse(await body.json());
    } catch (cause) {
      // The cause is cut down: errors of HTTP clients carry the path, and the path holds the token.
      const { name, code } = cause as { name?: string; code?: string };
      throw new ChannelError("telegram", "unavailable", {
        cause: new Error(`${method}: ${code ?? name ?? "no answer"}`),
      });
    }
  }
}

async function waitOrGiveUp(waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(waitMs, undefined, { signal });
  } catch {
    throw new ChannelError("telegram", "rate_limited", { retryAfterMs: waitMs });
  }
}

/** Codes first; descriptions only refine, as their wording changes. */
function refusal(reply: {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number | undefined } | undefined;
}): ChannelError {
  const cause = new Error(`${reply.error_code} ${reply.description}`);
  const { error_code: code, description } = reply;
  if (code === 429) {
    return new ChannelError("telegram", "rate_limited", {
      retryAfterMs: (reply.parameters?.retry_after ?? 1) * 1_000,
      cause,
    });
  }
  if (code === 403 || (code === 400 && /chat not found|user is deactivated|PEER_ID_INVALID/i.test(description))) {
    return new ChannelError("telegram", "unreachable_person", { cause });
  }
  if (code === 401 || code === 404) return new ChannelError("telegram", "unauthorized", { cause });
  if (code >= 500 || code === 409) return new ChannelError("telegram", "unavailable", { cause });
  return new ChannelError("telegram", "rejected", { cause });
}
