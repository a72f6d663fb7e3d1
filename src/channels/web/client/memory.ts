import type { Entry } from "./entries.ts";

/** Something the person did that the service has not acknowledged yet. Sent under the same id until it has. */
export interface Unsent {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Kept {
  readonly entries: readonly Entry[];
  readonly unsent: readonly Unsent[];
  readonly lastSeq: number;
  readonly language: "vi" | "en";
  /** Steps of text size above or below the usual. */
  readonly textSize: number;
}

const KEY = "dong-hanh-so.chat.1";
const NOTHING: Kept = { entries: [], unsent: [], lastSeq: 0, language: "vi", textSize: 0 };

/** What this device remembers. Storage may be full or forbidden: then the talk works, only a reload forgets it. */
export function recall(): Kept {
  try {
    return { ...NOTHING, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return NOTHING;
  }
}

export function remember(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Private windows and full devices: nothing to be done, and nothing to tell.
  }
}

/** Calls back when another tab of this device changed it. */
export function onChangeElsewhere(changed: () => void): void {
  addEventListener("storage", ({ key }) => {
    if (key === KEY) changed();
  });
}
