/** Calls between the processes of one service: "there is something new for this key". A call may get lost; nobody may rely on it. */
export interface Wakes {
  publish(key: string): void;
  subscribe(onWake: (key: string) => void): void;
  close(): Promise<void>;
}

/** One process calls itself. */
export function createLocalWakes(): Wakes {
  const listeners: ((key: string) => void)[] = [];
  return {
    publish(key) {
      for (const listener of listeners) queueMicrotask(() => listener(key));
    },
    subscribe: (listener) => void listeners.push(listener),
    close: async () => {},
  };
}
