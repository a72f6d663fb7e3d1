import { createInterface } from "node:readline";
import type { Search } from "../flow/assets.ts";
import { type Command, print } from "./command.ts";
import { configOfHere, openContent } from "./surroundings.ts";

/** `search`: which procedures a text finds, for people and, line by line, for programs. */
export const search: Command = {
  usage: "search [--json] [words…]",
  about: "finds procedures; --json without words reads one query per line and answers one JSON line each",
  options: { json: { type: "boolean" } },
  async run({ flags, words }) {
    const { assets } = await openContent(configOfHere());
    if (flags.json !== true) {
      const { results } = assets.search(words.join(" "), "vi");
      for (const { id, name, score } of results) print(`${score.toFixed(1).padStart(6)}  ${id.padEnd(28)}  ${name}`);
      return results.length > 0 ? 0 : 1;
    }
    if (words.length > 0) {
      print(answerLine(words.join(" "), assets.search));
      return 0;
    }
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      print(answerLine(line, assets.search));
    }
    return 0;
  },
};

/** One line of the outside contract: `{"query","results":[{"id","score"}],"understood"}`, at most five results. */
function answerLine(query: string, find: Search): string {
  const { results, understood } = find(query, "vi");
  return JSON.stringify({ query, results: results.map(({ id, score }) => ({ id, score })), understood });
}
