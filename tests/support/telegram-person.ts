import { setTimeout as pause } from "node:timers/promises";
import type { Move } from "./birth-journey.ts";
import type { ChatMessage, LocalBotApi } from "./telegram/local-bot-api.ts";

const LIMIT_MS = 120_000;

/** What the bot has written to somebody. */
export function writtenTo(api: LocalBotApi, userId: number): readonly ChatMessage[] {
  return api.chat(userId).filter(({ by }) => by === "bot");
}

/** Makes one move and waits until the bot has said all that it says to it: until nothing new comes any more. */
export async function makeMove(
  api: LocalBotApi,
  userId: number,
  move: Move,
  wanted: (texts: readonly string[]) => boolean,
): Promise<void> {
  if ("say" in move) api.says(userId, move.say);
  else api.presses(userId, move.tap);
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline) {
    if (wanted(writtenTo(api, userId).map(({ text, edits }) => `${text}#${edits}`))) return;
    await pause(5);
  }
  throw new Error(
    `the bot did not answer ${JSON.stringify(move)}; its last words: ${writtenTo(api, userId).at(-1)?.text}`,
  );
}
