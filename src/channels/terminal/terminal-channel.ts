import { randomUUID } from "node:crypto";
import { createInterface, type Interface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { Button } from "../../flow/effects.ts";
import { type Channel, ChannelError, type ChannelLimits, type Conversations, type Outgoing } from "../channel.ts";

const TERMINAL_LIMITS: ChannelLimits = { text: 10_000, buttons: 40, buttonLabel: 200, buttonPayload: 64 };

export interface TerminalOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Who is talking: the same name finds the same conversation again. */
  readonly address: string;
  readonly language: "vi" | "en";
  /** Shown before what is typed. */
  readonly prompt: string;
  /** Said when something typed could not be made durable; it may be typed again. */
  readonly failed: string;
}

export interface TerminalChannel extends Channel {
  /** Resolves when the input has ended. */
  readonly ended: Promise<void>;
}

/** A talk in a terminal: buttons are numbered lines, a number taps one. Works with a script on standard input too. */
export function createTerminalChannel(options: TerminalOptions): TerminalChannel {
  const { input, output, address, language } = options;
  const ended = Promise.withResolvers<void>();
  let lines: Interface | undefined;
  let buttons: readonly Button[] = [];
  let shownSeq = 0;
  let onShown: (() => void) | undefined;

  return {
    name: "terminal",
    limits: TERMINAL_LIMITS,
    pushes: true,
    ended: ended.promise,

    async deliver(to, messages) {
      // Somebody else's talk: their own terminal shows it when it is open.
      if (to !== address) throw new ChannelError("terminal", "unavailable");
      for (const message of messages) show(message);
    },

    async start(conversations) {
      await take(conversations, { type: "started" });
      // Opened only now: lines that come before anybody reads them would be lost.
      lines = createInterface({ input, terminal: false });
      void readAll(conversations, lines).finally(() => ended.resolve());
    },

    async stop() {
      lines?.close();
    },
  };

  async function readAll(conversations: Conversations, from: Interface): Promise<void> {
    output.write(options.prompt);
    for await (const line of from) {
      const text = line.trim();
      if (text === "") continue;
      const chosen = /^\d{1,2}$/.test(text) ? buttons[Number(text) - 1] : undefined;
      await take(conversations, chosen ? { type: "tap", payload: chosen.payload } : { type: "text", text });
      output.write(options.prompt);
    }
  }

  async function take(
    conversations: Conversations,
    body: Parameters<Conversations["receive"]>[0]["body"],
  ): Promise<void> {
    const inbound = {
      channel: "terminal",
      address,
      key: `terminal/${randomUUID()}`,
      body,
      at: new Date().toISOString(),
      language,
    } as const;
    try {
      const { messages } = await conversations.receive(inbound);
      await untilShown(messages.at(-1)?.seq ?? 0);
    } catch {
      output.write(`${options.failed}\n`);
    }
  }

  /** A number that is typed next means the buttons of the answer, so the answer has to stand there first. */
  async function untilShown(seq: number): Promise<void> {
    while (shownSeq < seq) {
      await new Promise<void>((resolve) => {
        onShown = resolve;
      });
    }
  }

  function show({ say, seq }: Outgoing): void {
    shownSeq = Math.max(shownSeq, seq);
    onShown?.();
    buttons = say.buttons.filter(({ url }) => !url);
    const choices = buttons.map(({ label }, index) => `  ${index + 1}. ${label}`);
    const links = say.buttons.flatMap(({ label, url }) => (url ? [`  ${label}: ${url}`] : []));
    output.write(`${[say.text, ...choices, ...links].join("\n")}\n\n`);
  }
}
