import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Outgoing } from "../../src/channels/channel.ts";

const RETRY_MS = 40;
const MAX_TRIES = 1_500;

/** Somebody in a browser, as the web chat's own client behaves: one message at a time, retried under the same id. */
export class WebVisitor {
  /** Everything shown so far, in order, each number once. */
  readonly shown: Outgoing[] = [];
  /** Answers that said the message had been handled before: a retry whose first try got through. */
  duplicates = 0;
  #cookie: string | undefined;
  readonly #url: () => string;

  constructor(url: string | (() => string)) {
    this.#url = typeof url === "string" ? () => url : url;
  }

  get last(): Outgoing | undefined {
    return this.shown.at(-1);
  }

  start(ref?: string): Promise<readonly Outgoing[]> {
    return this.send({ type: "start", ...(ref && { ref }) });
  }

  say(text: string): Promise<readonly Outgoing[]> {
    return this.send({ type: "text", text });
  }

  /** Taps the newest button with this label, or the first whose label contains it. */
  tap(label: string): Promise<readonly Outgoing[]> {
    const buttons = this.shown.toReversed().flatMap(({ say }) => say.buttons);
    const button = buttons.find((one) => one.label === label) ?? buttons.find((one) => one.label.includes(label));
    if (!button) throw new Error(`no button says ${label}; the last message is:\n${this.last?.say.text}`);
    return this.send({ type: "tap", payload: button.payload, label: button.label });
  }

  /** Sends under one id until it is acknowledged. @returns what is new on the screen */
  async send(message: Readonly<Record<string, unknown>>, id: string = randomUUID()): Promise<readonly Outgoing[]> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const answer = await this.post({ id, acknowledged: this.last?.seq ?? 0, ...message });
      if (answer) return answer;
      await pause(RETRY_MS);
    }
    throw new Error("the message was never acknowledged");
  }

  /** One try. `undefined`: it was not acknowledged. */
  async post(body: Readonly<Record<string, unknown>>): Promise<readonly Outgoing[] | undefined> {
    try {
      const response = await fetch(`${this.#url()}/api/v1/chat/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(this.#cookie && { cookie: this.#cookie }) },
        body: JSON.stringify(body),
      });
      this.#keepCookie(response);
      if (!response.ok) {
        if (response.status < 500 && response.status !== 429) throw new TypeError(`refused: ${response.status}`);
        return undefined;
      }
      const accepted = (await response.json()) as { outcome: string; messages: Outgoing[] };
      if (accepted.outcome === "duplicate") this.duplicates++;
      return this.show(accepted.messages);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith("refused")) throw error;
      return undefined;
    }
  }

  /** Fetches what was missed, as after a reload. */
  async reconnect(): Promise<readonly Outgoing[]> {
    const response = await fetch(`${this.#url()}/api/v1/chat/messages?after=${this.last?.seq ?? 0}`, {
      headers: this.#cookie ? { cookie: this.#cookie } : {},
    });
    const { messages } = (await response.json()) as { messages: Outgoing[] };
    return this.show(messages);
  }

  show(messages: readonly Outgoing[]): readonly Outgoing[] {
    const fresh = messages.filter(({ seq }) => seq > (this.last?.seq ?? 0));
    this.shown.push(...fresh);
    return fresh;
  }

  #keepCookie(response: Response): void {
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
    if (cookie) this.#cookie = cookie;
  }
}
