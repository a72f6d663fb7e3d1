import { schedule } from "node-cron";
import type { Channel } from "./channels/channel.ts";
import type { Config } from "./config.ts";
import { buildContent, type Content, type ContentParts, type ContentProblem } from "./content/content.ts";
import { placesFromFiles } from "./content/places-from-files.ts";
import { readContentFiles } from "./content/read-files.ts";
import { searchFromFiles } from "./content/search-from-files.ts";
import { watchContent } from "./content/watch-content.ts";
import { type ConversationService, createConversations } from "./conversation/conversations.ts";
import { createDelivery } from "./conversation/delivery.ts";
import { playDue } from "./conversation/due.ts";
import { findSecret } from "./language/secrets.ts";
import type { Clock } from "./lib/clock.ts";
import { every, type Repeating } from "./lib/every.ts";
import { localDateOf } from "./lib/local-date.ts";
import type { Log } from "./lib/log.ts";
import { openStore, type Store } from "./store/open-store.ts";

const DUE_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 15_000;
const CHANNEL_RETRY_MS = 30_000;
/** Nightly work, when nobody writes. */
const NIGHT = "20 2 * * *";
const TIME_ZONE = "Asia/Ho_Chi_Minh";

/** What an editor saved cannot be used. The message lists every problem by file and line. */
export class ContentUnusable extends Error {
  override readonly name = "ContentUnusable";

  constructor(problems: readonly ContentProblem[]) {
    super(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join("\n"));
  }
}

export interface AppParts {
  readonly config: Config;
  readonly secretKey: Uint8Array;
  /** Holds `flows/` and `locales/`. */
  readonly contentDir: string;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The service without its HTTP server: content, store, conversations, channels, what runs by the clock. */
export interface App {
  readonly store: Store;
  readonly conversations: ConversationService;
  content(): Content;
  /** Lets every channel receive. A channel that cannot start yet is tried again. */
  start(): Promise<void>;
  /** Finishes what is under way, then lets go of everything. */
  stop(): Promise<void>;
}

export function contentParts(config: Pick<Config, "PROVINCE">): ContentParts {
  return {
    buildSearch: searchFromFiles,
    buildPlaces: (files) => placesFromFiles(files, config.PROVINCE),
  };
}

/** @throws {ContentUnusable} when flows or texts do not pass their checks */
export async function loadContent(contentDir: string, parts: ContentParts): Promise<Content> {
  const built = buildContent(await readContentFiles(contentDir), parts);
  if ("problems" in built) throw new ContentUnusable(built.problems);
  return built.content;
}

export async function createApp(parts: AppParts): Promise<App> {
  const { config, secretKey, contentDir, channels, clock, log } = parts;
  const building = contentParts(config);
  let content = await loadContent(contentDir, building);
  const store = await openStore({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR, secretKey, log });
  const delivery = createDelivery(channels, store, clock, log);
  const conversations = createConversations({
    store,
    assets: () => content.assets,
    reading: () => ({ matchCommand: content.matchCommand, findSecret }),
    delivery,
    clock,
    log,
  });
  await keepProcedures();
  const running: Repeating[] = [];
  const stopWatching = watchContent(contentDir, () => void takeUpContent());
  const night = schedule(NIGHT, () => void workAtNight(), { timezone: TIME_ZONE, name: "night", noOverlap: true });

  return {
    store,
    conversations,
    content: () => content,

    async start() {
      running.push(
        every(DUE_EVERY_MS, "due", () => playDue({ store, conversations, channels, clock, log }), log),
        every(SWEEP_EVERY_MS, "sweep", () => delivery.sweep(), log),
      );
      void workAtNight();
      // Whoever was left without an answer by a crash gets it at once, unless another process may be sending it.
      if (!config.REDIS_URL)
        void delivery
          .sweep(true)
          .catch((error: unknown) => log.warn({ err: error }, "unsent messages are looked for later"));
      await Promise.all(channels.map((channel) => startChannel(channel)));
    },

    async stop() {
      stopWatching();
      await night.destroy();
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all(channels.map((channel) => channel.stop()));
      await delivery.settled();
      await store.close();
    },
  };

  /** A platform that cannot be reached holds nothing else up: it is tried again, the other channels work. */
  async function startChannel(channel: Channel): Promise<void> {
    try {
      await channel.start(conversations);
    } catch (error) {
      log.error(
        { err: error, channel: channel.name, retryMs: CHANNEL_RETRY_MS },
        "a channel could not be started and is tried again",
      );
      setTimeout(() => void startChannel(channel), CHANNEL_RETRY_MS).unref();
    }
  }

  /** Takes up what an editor saved, if it is sound; else what is in force stays, and the log says why. */
  async function takeUpContent(): Promise<void> {
    try {
      content = await loadContent(contentDir, building);
      await keepProcedures();
      log.info("changed flows and texts were taken up");
    } catch (error) {
      if (!(error instanceof ContentUnusable)) throw error;
      log.error({ problems: error.message.split("\n") }, "changed flows are not sound; the ones before stay in force");
    }
  }

  /** Every version that people may be guided by is kept. @source Decree 118/2025/NĐ-CP, art. 16 */
  async function keepProcedures(): Promise<void> {
    const versions = [...content.procedures.values()].map(({ data, version }) => ({
      slug: data.slug,
      version,
      content: data,
    }));
    await store.keepProcedureVersions(versions, clock.now());
  }

  async function workAtNight(): Promise<void> {
    try {
      const days = await store.rollUpEngagement(localDateOf(clock.now()));
      const deleted = await store.applyRetention(clock.now());
      log.info({ days: days.length, deleted }, "engagement summed up, old data deleted");
    } catch (error) {
      log.warn({ err: error }, "nightly work failed and is tried again the next night or start");
    }
  }
}
