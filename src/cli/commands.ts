import { chat } from "./chat-command.ts";
import { type Command, print } from "./command.ts";
import { exportCommand } from "./export-command.ts";
import { flows } from "./flows-command.ts";
import { handOvers } from "./hand-overs-command.ts";
import { procedure } from "./procedure-command.ts";
import { search } from "./search-command.ts";
import { configOfHere, withStore } from "./surroundings.ts";

const migrate: Command = {
  usage: "migrate",
  about: "brings the database up to this version (the service does so by itself when it starts)",
  async run() {
    // Opening the store is what migrates.
    await withStore(configOfHere(), async () => {});
    print("the database is up to date");
    return 0;
  },
};

const help: Command = {
  usage: "help",
  about: "lists the commands",
  async run() {
    for (const { usage, about } of Object.values(commands)) print(`${usage}\n    ${about}`);
    return 0;
  },
};

/** Every command by its first word. */
export const commands: Readonly<Record<string, Command>> = {
  search,
  flows,
  procedure,
  chat,
  export: exportCommand,
  "hand-overs": handOvers,
  migrate,
  help,
};
