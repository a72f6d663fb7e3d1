import type { Outgoing } from "../../channel.ts";

export type SendResult =
  | { readonly type: "accepted"; readonly messages: readonly Outgoing[]; readonly outcome: "handled" | "duplicate" }
  /** Try again with the same id. */
  | { readonly type: "later" }
  /** It will never be taken. */
  | { readonly type: "refused" };

const TIMEOUT_MS = 20_000;

export async function send(body: Readonly<Record<string, unknown>>): Promise<SendResult> {
  try {
    const response = await fetch("/api/v1/chat/messages", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return { type: "accepted", ...(await response.json()) };
    return response.status >= 500 || response.status === 429 ? { type: "later" } : { type: "refused" };
  } catch {
    return { type: "later" };
  }
}

/** Listens for messages that come by themselves (reminders), and fetches what was missed. Reconnects by itself. */
export function listen(lastSeq: () => number, onMessage: (message: Outgoing) => void): void {
  let source: EventSource | undefined;
  const open = () => {
    source?.close();
    source = new EventSource(`/api/v1/chat/stream?after=${lastSeq()}`);
    source.onmessage = ({ data }) => onMessage(JSON.parse(data));
  };
  open();
  addEventListener("online", open);
  // Phones put pages to sleep and cut their streams without telling.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && source?.readyState !== EventSource.OPEN) open();
  });
}

/** As `crypto.randomUUID`, which browsers offer on secure pages only. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
