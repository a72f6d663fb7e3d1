import { type Command, print } from "./command.ts";
import { configOfHere, withStore } from "./surroundings.ts";

const MOST = 200;

/** `hand-overs`: where people asked for a person, the longest waiting first; no names, no numbers. */
export const handOvers: Command = {
  usage: "hand-overs",
  about: "lists where people asked for a person and wait",
  async run() {
    const waiting = await withStore(configOfHere(), (store) => store.listHandOvers(MOST));
    for (const { at, channel, reason, flow, step, procedure } of waiting) {
      print([at.toISOString(), channel.padEnd(8), reason, `${flow}/${step}`, procedure ?? ""].join("  "));
    }
    if (waiting.length === 0) print("nobody waits");
    return 0;
  },
};
