import { z } from "zod";
import type { Command } from "../flow/events.ts";
import { foldVietnamese } from "../language/fold.ts";
import { checkShape, type FileProblem, parseYaml } from "../lib/yaml-source.ts";

const COMMANDS = [
  "menu",
  "help",
  "back",
  "edit",
  "restart",
  "resume",
  "person",
  "language",
  "myData",
  "eraseMe",
  "optOut",
] as const satisfies readonly Command[];

const wordsFile = z.strictObject(
  Object.fromEntries(COMMANDS.map((command) => [command, z.array(z.string().min(1)).min(1)])),
);

/** Finds the word that works everywhere in a whole message; a word inside a sentence is none. */
export type MatchCommand = (text: string) => Command | undefined;

/** Reads `flows/words.yaml`. Compared without diacritics, letter case and punctuation; a leading `/` counts. */
export function readWords(yaml: string): { matchCommand: MatchCommand } | { problems: FileProblem[] } {
  const source = parseYaml(yaml);
  const checked = checkShape(source, wordsFile);
  if ("problems" in checked) return checked;
  const bySpelling = new Map<string, Command>();
  const problems: FileProblem[] = [];
  for (const command of COMMANDS) {
    for (const [index, word] of (checked.value[command] ?? []).entries()) {
      const key = keyOf(word);
      const other = bySpelling.get(key);
      if (other && other !== command) {
        problems.push({
          line: source.lineOf([command, index]),
          message: `${command}: "${word}" already means ${other}; remove one of the two`,
        });
      }
      bySpelling.set(key, command);
    }
  }
  return problems.length > 0 ? { problems } : { matchCommand: (text) => bySpelling.get(keyOf(text)) };
}

function keyOf(text: string): string {
  const isSlash = text.trim().startsWith("/");
  return (isSlash ? "/" : "") + foldVietnamese(text).replace(/^\/+/, "").trim();
}
