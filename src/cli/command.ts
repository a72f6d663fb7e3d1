import type { ParseArgsOptionsConfig } from "node:util";

/** What somebody typed after the command's name. */
export interface Typed {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly words: readonly string[];
}

export interface Command {
  /** How it is called, without the program: `search [--json] [words…]`. */
  readonly usage: string;
  /** One line for `help`. */
  readonly about: string;
  readonly options?: ParseArgsOptionsConfig;
  /** @returns the exit code */
  run(typed: Typed): Promise<number>;
}

/** Something in the call is wrong; the message says what, and the usage is shown under it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
