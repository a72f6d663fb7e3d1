import { setTimeout as pause } from "node:timers/promises";

export type Update = { readonly update_id: number } & Readonly<Record<string, unknown>>;

const FIRST_WAIT_S = 2;
const LAST_WAIT_S = 60;
const LONGEST_RETRY_AFTER_S = 3_600;

/**
 * Delivers updates to a webhook as the real server does: queues in parallel, of each queue only the head under way;
 * anything but a 2xx is tried again, first at once, then after 2, 4, 8 … s up to 60 s or as `Retry-After` says, and
 * the rest of that queue waits.
 *
 * @source github.com/tdlib/telegram-bot-api WebhookActor.cpp
 */
export class WebhookSender {
  readonly #queues = new Map<number, Update[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #timeScale: number;
  readonly #stopping = new AbortController();
  #url = "";
  #secret = "";
  /** Milliseconds each acknowledged delivery took. */
  readonly acknowledgedInMs: number[] = [];

  constructor(timeScale: number) {
    this.#timeScale = timeScale;
  }

  get isSet(): boolean {
    return this.#url !== "";
  }

  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  set(url: string, secret: string): true {
    this.#url = url;
    this.#secret = secret;
    return true;
  }

  send(update: Update, queueKey: number): void {
    const queue = this.#queues.get(queueKey);
    if (queue) {
      queue.push(update);
      return;
    }
    const fresh = [update];
    this.#queues.set(queueKey, fresh);
    const run = this.#drain(queueKey, fresh);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }

  async #drain(queueKey: number, queue: Update[]): Promise<void> {
    while (queue[0] && !this.#stopping.signal.aborted) {
      await this.#deliver(queue[0]);
      queue.shift();
    }
    this.#queues.delete(queueKey);
  }

  async #deliver(update: Update): Promise<void> {
    for (let tries = 0; !this.#stopping.signal.aborted; tries++) {
      const started = performance.now();
      const retryAfterS = await this.#post(update);
      if (retryAfterS === undefined) {
        this.acknowledgedInMs.push(performance.now() - started);
        return;
      }
      const waitS = tries === 0 ? 0 : Math.min(FIRST_WAIT_S * 2 ** (tries - 1), LAST_WAIT_S);
      const milliseconds = Math.max(waitS, Math.min(retryAfterS, LONGEST_RETRY_AFTER_S)) * 1_000 * this.#timeScale;
      await pause(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** `undefined` when acknowledged, else the seconds the receiver asked to wait (0: none stated). */
  async #post(update: Update): Promise<number | undefined> {
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": this.#secret },
        body: JSON.stringify(update),
        signal: this.#stopping.signal,
      });
      await response.arrayBuffer();
      return response.ok ? undefined : Number(response.headers.get("retry-after") ?? 0);
    } catch {
      return 0;
    }
  }
}
