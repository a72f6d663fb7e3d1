import { resolve } from "node:path";
import { contentParts } from "../app.ts";
import { buildContent } from "../content/content.ts";
import { readContentFiles } from "../content/read-files.ts";
import { playTranscripts, reportTranscripts } from "../content/transcripts.ts";
import { type Command, print, UsageError } from "./command.ts";
import { configOfHere, contentDirOf } from "./surroundings.ts";

/** `flows check` and `flows test`: what an editor runs before anybody meets a change. */
export const flows: Command = {
  usage: "flows check|test [folder]",
  about: "check: every mistake by file and line; test: the transcripts beside the flows, with coverage",
  async run({ words }) {
    const [action, folder] = words;
    if (action !== "check" && action !== "test") throw new UsageError("say what to do with the flows: check or test");
    const config = configOfHere();
    const files = await readContentFiles(folder ? resolve(folder) : contentDirOf(config));
    const built = buildContent(files, contentParts(config));
    if ("problems" in built) {
      for (const { file, line, message } of built.problems) print(`${file}:${line}: ${message}`);
      return 1;
    }
    if (action === "check") {
      print(`${built.content.flows.size} flows and ${built.content.procedures.size} procedures are sound`);
      return 0;
    }
    const played = playTranscripts(built.content, files);
    for (const line of reportTranscripts(played)) print(line);
    return played.failures.length === 0 && played.missingSteps.length === 0 ? 0 : 1;
  },
};
