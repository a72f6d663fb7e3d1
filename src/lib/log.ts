import { type Logger, pino } from "pino";

export type Log = Logger;

/** Whatever carries people's words, names or numbers, or opens a door, wherever in a record it turns up. */
const PERSONAL = [
  "text",
  "phone",
  "address",
  "dossierCode",
  "token",
  "password",
  "payload",
  "cookie",
  "authorization",
  "body",
];
const CENSOR = "[hidden]";

/**
 * JSON lines, one for each thing that happened: `log.info({ tookMs }, "reminder sent")`.
 *
 * Ids go in; people's words, names and numbers do not. The redaction below is a second net, not the first: pass
 * fields, never whole objects of a platform. Errors are cut to type, message, stack and causes, since errors of
 * HTTP clients carry requests with tokens and texts in them.
 */
export function createLog(level: string, out?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: CENSOR },
    serializers: { err: shortError, error: shortError },
  };
  return out ? pino(options, out) : pino(options);
}

const MAX_CAUSES = 5;

/** What of an error may be logged. */
export function shortError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === "string" && { code }),
    ...(depth === 0 && { stack: error.stack }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: shortError(error.cause, depth + 1) }),
  };
}
