import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ContentUnusable, createApp } from "./app.ts";
import type { Channel } from "./channels/channel.ts";
import { createTelegramChannel, type TelegramChannel } from "./channels/telegram/telegram-channel.ts";
import { buildChatPage } from "./channels/web/chat-page.ts";
import { createWebChannel } from "./channels/web/web-channel.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { createRedisWakes } from "./coordination/redis-wakes.ts";
import { createLocalWakes } from "./coordination/wakes.ts";
import { buildServer } from "./http/server.ts";
import { systemClock } from "./lib/clock.ts";
import { createLog, type Log } from "./lib/log.ts";
import { readSecretKey } from "./secret-key.ts";
import { AlreadyRunning } from "./store/service-lock.ts";

// Environment → configuration → wiring → listen → stop on a signal.

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** After a signal everything under way has this long to end. */
const STOP_LIMIT_MS = 30_000;

if (existsSync(".env")) process.loadEnvFile(".env");

try {
  await run();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const isHttps = config.PUBLIC_URL?.startsWith("https://") ?? false;
  const wakes = config.REDIS_URL ? createRedisWakes(config.REDIS_URL, log) : createLocalWakes();
  const web = createWebChannel({ isHttps, page: await buildChatPage(), wakes });
  const telegram = telegramOf(config, log);
  const channels: Channel[] = [web, ...(telegram ? [telegram] : [])];
  const app = await createApp({
    config,
    secretKey: await readSecretKey(config.DATA_DIR, config.SECRET_KEY),
    contentDir: config.CONTENT_DIR ?? ROOT,
    channels,
    clock: systemClock,
    log,
  });
  if (!config.REDIS_URL) await app.store.takeServiceLock((error) => stopWith(error, log));
  const isReady = async () => ({ database: await app.store.isReady() });
  const server = await buildServer({
    log,
    isHttps,
    isReady,
    routes: [web.routes, ...(telegram ? [telegram.routes] : [])],
  });
  await app.start();
  await server.listen({ port: config.PORT, host: config.HOST });
  log.info({ port: config.PORT }, "ready");
  process.stdout.write(`\nĐồng Hành Số: http://localhost:${config.PORT}\n\n`);

  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    // Streams of open pages would keep the server from closing, so the channels end first.
    await web.stop();
    await server.close();
    await app.stop();
    await wakes.close();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop("SIGTERM"));
  process.once("SIGINT", () => void stop("SIGINT"));
}

function telegramOf(config: Config, log: Log): TelegramChannel | undefined {
  const {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_WEBHOOK_SECRET: secret,
    PUBLIC_URL: publicUrl,
  } = config;
  if (!token) return undefined;
  return createTelegramChannel({ token, apiRoot, log, ...(secret && publicUrl && { webhook: { secret, publicUrl } }) });
}

function stopWith(error: Error, log: Log): void {
  log.fatal({ err: error }, "stopping");
  process.exit(1);
}

/** What an operator reads when the service does not start: what is wrong and what to do, no stack unless it is a bug. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof AlreadyRunning) return error.message;
  if (error instanceof ContentUnusable) return `Flows or texts are not sound; nothing was started:\n${error.message}`;
  const { code, port } = error as { code?: string; port?: number };
  if (code === "EADDRINUSE") return `Port ${port} is in use by another program. Stop it, or choose another with PORT=…`;
  if (code === "EACCES" && port) return `Port ${port} needs more rights. Choose one above 1023 with PORT=…`;
  return error instanceof Error ? `The service could not start: ${causes(error)}` : String(error);
}

function causes(error: Error): string {
  return error.cause instanceof Error ? `${error.message}\n  because: ${causes(error.cause)}` : error.message;
}
