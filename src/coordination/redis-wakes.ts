import { Redis } from "ioredis";
import type { Log } from "../lib/log.ts";
import type { Wakes } from "./wakes.ts";

const CHANNEL = "dong-hanh-so/wakes";
const COMMAND_TIMEOUT_MS = 500;
const LONGEST_RECONNECT_MS = 5_000;

/**
 * Several processes call each other through Redis. Redis holds nothing: emptied, stopped or away, an open page learns
 * of a reminder a little later, and everything else works.
 */
export function createRedisWakes(url: string, log: Log): Wakes {
  const options = {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (tries: number) => Math.min(tries * 100, LONGEST_RECONNECT_MS),
  };
  const publisher = new Redis(url, options);
  // A subscriber has to wait for its connection, so it alone may queue.
  const subscriber = new Redis(url, {
    ...options,
    enableOfflineQueue: true,
    commandTimeout: undefined as never,
    maxRetriesPerRequest: null,
  });
  let isAway = false;
  publisher.on("error", (error) => {
    if (!isAway) log.warn({ err: error }, "Redis is away; processes do not call each other until it is back");
    isAway = true;
  });
  publisher.on("ready", () => {
    if (isAway) log.info("Redis is back");
    isAway = false;
  });
  subscriber.on("error", () => {});

  return {
    publish(key) {
      publisher.publish(CHANNEL, key).catch(() => {});
    },
    subscribe(listener) {
      subscriber.on("message", (_channel, key) => listener(key));
      subscriber.subscribe(CHANNEL).catch(() => {});
    },
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
