import { setTimeout as pause } from "node:timers/promises";
import type { Move } from "./birth-journey.ts";
import type { ChatMessage, LocalBotApi } from "./telegram/local-bot-api.ts";

/** Longer than the kills of a test go on: while they do, a message may find no open door for a while. */
const LIMIT_MS = 240_000;

/** Somebody in Telegram: reads until the question stands there, then answers it. */
export class TelegramPerson {
  readonly userId: number;
  readonly #api: LocalBotApi;
  /** The message that was answered last. */
  #answered = 0;
  #answeredText = "";

  constructor(api: LocalBotApi, userId: number) {
    this.#api = api;
    this.userId = userId;
  }

  /** What the bot has written, oldest first. */
  get heard(): readonly ChatMessage[] {
    return this.#api.chat(this.userId).filter(({ by }) => by === "bot");
  }

  start(): void {
    this.#api.says(this.userId, "/start");
  }

  async make(move: Move): Promise<void> {
    const deadline = Date.now() + LIMIT_MS;
    while (Date.now() < deadline) {
      const question = this.#questionFor(move);
      if (question) {
        this.#answered = question.messageId;
        this.#answeredText = question.text;
        if ("say" in move) this.#api.says(this.userId, move.say);
        else this.#api.pressesPayload(this.userId, buttonOf(question, move.tap) ?? "", question.messageId);
        return;
      }
      await pause(5);
    }
    throw new Error(`nobody asked for ${JSON.stringify(move)}; the last words are: ${this.heard.at(-1)?.text}`);
  }

  #questionFor(move: Move): ChatMessage | undefined {
    // A list that is ticked stays the same message; every other answer belongs to a new one.
    const mayBeSame = "tap" in move && /^☐|^Tiếp tục/.test(move.tap);
    const unanswered = this.heard.filter(({ messageId, text }) => {
      if (mayBeSame && messageId === this.#answered) return true;
      // The same words once more are a repetition that a kill left, not a new question.
      return messageId > this.#answered && text !== this.#answeredText;
    });
    return unanswered.findLast((message) =>
      "say" in move ? message.text.includes(move.after) : buttonOf(message, move.tap) !== undefined,
    );
  }
}

function buttonOf({ buttons }: ChatMessage, label: string): string | undefined {
  return (buttons.find(({ text }) => text === label) ?? buttons.find(({ text }) => text.includes(label)))
    ?.callback_data;
}
