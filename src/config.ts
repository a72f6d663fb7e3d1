import { resolve } from "node:path";
import { z } from "zod";

const KEY_BYTES = 32;

const port = z.coerce.number("must be a port number from 0 to 65535").int().min(0).max(65_535);
const address = (schemes: readonly string[]) =>
  z.string().refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}://`)) && URL.canParse(value), {
    error: `must be an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`,
  });

const shape = z
  .object({
    PORT: port.default(3000),
    /** All addresses of the machine by default: a commune's computer is usually reached over its network. */
    HOST: z.string().default("0.0.0.0"),
    /** How people reach the service, without a slash at the end; decides secure cookies and links. */
    PUBLIC_URL: address(["http", "https"])
      .transform((value) => value.replace(/\/+$/, ""))
      .optional(),
    DATA_DIR: z
      .string()
      .default("./data")
      .transform((value) => resolve(value)),
    /** Absent: the service starts a PostgreSQL of its own under `DATA_DIR`. */
    DATABASE_URL: address(["postgres", "postgresql"]).optional(),
    /** Absent: one process, coordinated in memory. */
    REDIS_URL: address(["redis", "rediss"]).optional(),
    LOG_LEVEL: z
      .enum(["fatal", "error", "warn", "info", "debug"], "must be one of fatal, error, warn, info, debug")
      .default("info"),
    /** Absent: made at the first start and kept in `DATA_DIR`. */
    SECRET_KEY: z
      .base64("must be 32 bytes in base64; make one with: openssl rand -base64 32")
      .refine((value) => Buffer.from(value, "base64").length === KEY_BYTES, {
        error: "must be 32 bytes in base64; make one with: openssl rand -base64 32",
      })
      .optional(),
    /** Two-digit code of the province whose communes come first. 24 is Bắc Ninh. */
    PROVINCE: z
      .string()
      .regex(/^\d{2}$/, "must be the two-digit code of a province, such as 24")
      .default("24"),
    /** From BotFather. Absent: Telegram is switched off. */
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[A-Za-z0-9_-]{30,}$/, "must be a token from BotFather, digits, a colon and letters")
      .optional(),
    /** api.telegram.org, a local Bot API server or a proxy to it. */
    TELEGRAM_API_ROOT: address(["http", "https"]).default("https://api.telegram.org"),
    /** Present: webhook under `PUBLIC_URL`; absent: long polling. */
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[A-Za-z0-9_-]{16,256}$/, "must be 16 to 256 letters, digits, _ or -")
      .optional(),
    /** The folder that holds `flows/` and `locales/`. */
    CONTENT_DIR: z
      .string()
      .transform((value) => resolve(value))
      .optional(),
  })
  .refine(({ TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: url }) => !secret || url !== undefined, {
    path: ["PUBLIC_URL"],
    error: "is needed when TELEGRAM_WEBHOOK_SECRET is set: it is where Telegram delivers",
  })
  .refine(
    ({ TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_API_ROOT: root, PUBLIC_URL: url }) =>
      // A Bot API server of one's own delivers over http too. @source github.com/tdlib/telegram-bot-api, README
      !secret || !root.includes("//api.telegram.org") || url?.startsWith("https://"),
    { path: ["PUBLIC_URL"], error: "must be an https:// address, as api.telegram.org delivers to no other" },
  );

export type Config = Readonly<z.infer<typeof shape>>;

/** A setting is wrong. The message names every bad variable and never a value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the whole configuration once. An empty variable counts as absent, as `.env` templates leave them.
 *
 * @throws {ConfigError} naming every bad variable with what it must be
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new ConfigError(`Configuration is not usable:\n${lines.join("\n")}`);
}
