import texts from "../../locales/vi/terminal.json" with { type: "json" };
import { createApp } from "../app.ts";
import { createTerminalChannel } from "../channels/terminal/terminal-channel.ts";
import { systemClock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { readSecretKey } from "../secret-key.ts";
import type { Command } from "./command.ts";
import { configOfHere, contentDirOf } from "./surroundings.ts";

/** `npm run chat`: the same talk in a terminal, on the same data, beside a running service or without one. */
export const chat: Command = {
  usage: "chat [--as name]",
  about: "talks in this terminal; --as keeps several talks apart",
  options: { as: { type: "string", default: "terminal" } },
  async run({ flags }) {
    const config = configOfHere();
    const channel = createTerminalChannel({
      input: process.stdin,
      output: process.stdout,
      address: String(flags.as),
      language: "vi",
      prompt: texts.prompt,
      failed: texts.failed,
    });
    const app = await createApp({
      config,
      secretKey: await readSecretKey(config.DATA_DIR, config.SECRET_KEY),
      contentDir: contentDirOf(config),
      channels: [channel],
      clock: systemClock,
      log: createLog("error", process.stderr),
    });
    process.once("SIGINT", () => void channel.stop());
    await app.start();
    await channel.ended;
    await app.stop();
    return 0;
  },
};
