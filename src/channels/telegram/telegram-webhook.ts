import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Update } from "telegraf/types";
import { z } from "zod";
import type { Log } from "../../lib/log.ts";
import { SECRET_HEADER } from "./telegram-wire.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;
/** Telegram waits before it delivers again; nothing else of that chat comes meanwhile, so keep it short. */
const RETRY_AFTER_SECONDS = 1;
const anyUpdate = z.looseObject({ update_id: z.int() });

/**
 * `POST /webhooks/telegram`: 200 only once the turn is durable, 503 otherwise, and Telegram delivers again. A body
 * that is no update is answered 200, since the same bytes would come back for a day and hold that chat up.
 */
export function addTelegramWebhook(
  app: FastifyInstance,
  secret: string,
  handle: (update: Update) => Promise<void>,
  log: Log,
): void {
  app.post(
    "/webhooks/telegram",
    { bodyLimit: BODY_LIMIT_BYTES, config: { rateLimit: false } },
    async (request, reply) => {
      if (!isSame(String(request.headers[SECRET_HEADER] ?? ""), secret))
        return reply.code(403).send({ error: "forbidden" });
      const update = anyUpdate.safeParse(request.body);
      if (!update.success) {
        log.warn("a webhook body was no Telegram update and was dropped");
        return reply.send({ ok: true });
      }
      try {
        await handle(update.data as unknown as Update);
        return await reply.send({ ok: true });
      } catch (error) {
        log.warn({ err: error, updateId: update.data.update_id }, "an update could not be made durable");
        return reply.code(503).header("retry-after", RETRY_AFTER_SECONDS).send({ ok: false });
      }
    },
  );
}

/** Compares without telling by its time where two texts differ, or how long the right one is. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
