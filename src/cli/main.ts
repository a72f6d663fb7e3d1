import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { UsageError } from "./command.ts";
import { commands } from "./commands.ts";

// The command line: parses words, finds the command, prints a clear line when something is wrong.
// Somebody who reads the first lines only (`… | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const [name = "help", ...rest] = process.argv.slice(2);
const command = commands[name];

if (!command) {
  process.stderr.write(`there is no command "${name}"; "npm run -s cli -- help" lists them\n`);
  process.exitCode = 2;
} else {
  try {
    const { values, positionals } = parseArgs({ args: rest, options: command.options ?? {}, allowPositionals: true });
    process.exitCode = await command.run({ flags: values, words: positionals });
  } catch (error) {
    if (!isUsersMistake(error)) throw error;
    process.stderr.write(`${error.message}\n\nusage: npm run -s cli -- ${command.usage}\n`);
    process.exitCode = 2;
  }
}

function isUsersMistake(error: unknown): error is Error {
  const code = (error as { code?: unknown }).code;
  return (
    error instanceof ConfigError ||
    error instanceof UsageError ||
    (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS"))
  );
}
