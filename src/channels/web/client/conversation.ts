import type { Outgoing } from "../../channel.ts";
import { type Entry, withMessages } from "./entries.ts";
import { type Kept, onChangeElsewhere, recall, remember } from "./memory.ts";
import { listen, newId, send } from "./service.ts";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

/** The talk on this device: what is shown, what is still to be sent. */
export interface Conversation {
  readonly state: Kept;
  say(text: string): void;
  tap(payload: string, label: string): void;
  useLanguage(language: "vi" | "en"): void;
  resize(by: number): void;
  /** Clears what this device shows and keeps; the service is not told. */
  forget(): void;
}

/** @param onChange called whenever `state` has changed */
export function startConversation(onChange: () => void): Conversation {
  let state = recall();
  let isSending = false;
  const change = (next: Partial<Kept>) => {
    state = { ...state, ...next };
    remember(state);
    onChange();
  };
  const enqueue = (body: Readonly<Record<string, unknown>>, shown?: string) => {
    const id = newId();
    const mine: Entry[] = shown === undefined ? [] : [{ kind: "me", id, text: shown, state: "sending" }];
    change({ unsent: [...state.unsent, { id, body }], entries: [...state.entries, ...mine] });
    void sendAll();
  };

  if (state.entries.length === 0 && state.unsent.length === 0) enqueue({ type: "start", ...refOf(location) });
  else void sendAll();
  onChangeElsewhere(() => {
    state = recall();
    onChange();
  });
  addEventListener("online", () => void sendAll());

  let isListening = false;
  const listenOnce = () => {
    // The visitor's cookie comes with the first answer; before it there is nothing to listen to.
    if (isListening || state.lastSeq === 0) return;
    isListening = true;
    listen(
      () => state.lastSeq,
      (message) => receive([message]),
    );
  };
  listenOnce();

  return {
    get state() {
      return state;
    },
    say: (text) => enqueue({ type: "text", text }, text),
    tap: (payload, label) => enqueue({ type: "tap", payload }, label),
    useLanguage: (language) => change({ language }),
    resize: (by) => change({ textSize: Math.max(-1, Math.min(4, state.textSize + by)) }),
    forget() {
      change({ entries: [], unsent: [] });
      enqueue({ type: "text", text: "menu" });
    },
  };

  function receive(messages: readonly Outgoing[]): void {
    const highest = messages.reduce((most, { seq }) => Math.max(most, seq), 0);
    // The service began to count anew (it forgot this visitor): so does this device.
    const lastSeq = highest > 0 && highest < state.lastSeq ? 0 : state.lastSeq;
    change({ entries: withMessages(state.entries, lastSeq, messages), lastSeq: Math.max(lastSeq, highest) });
    listenOnce();
  }

  /** One at a time, in order, each until it is acknowledged: what was said first is heard first. */
  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    let retryMs = FIRST_RETRY_MS;
    for (let next = state.unsent[0]; next; next = state.unsent[0]) {
      const { id, body } = next;
      const result = await send({ id, acknowledged: state.lastSeq, language: state.language, ...body });
      if (result.type === "later") {
        mark(id, "waiting");
        await new Promise((resolve) => setTimeout(resolve, retryMs));
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
        continue;
      }
      retryMs = FIRST_RETRY_MS;
      change({ unsent: state.unsent.filter((one) => one.id !== id) });
      mark(id, result.type === "accepted" ? "sent" : "failed");
      if (result.type === "accepted") receive(result.messages);
    }
    isSending = false;
  }

  function mark(id: string, to: "waiting" | "sent" | "failed"): void {
    change({
      entries: state.entries.map((entry) => (entry.kind === "me" && entry.id === id ? { ...entry, state: to } : entry)),
    });
  }
}

/** A link or QR code may carry who sent the person here: `/?ref=…`. */
function refOf({ search }: Location): { ref?: string } {
  const ref = new URLSearchParams(search).get("ref");
  return ref ? { ref } : {};
}
