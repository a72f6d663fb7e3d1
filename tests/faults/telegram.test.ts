import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addDays, localDateOf } from "../../src/lib/local-date.ts";
import { birthJourney, DOSSIER_CODE, type Move } from "../support/birth-journey.ts";
import { countFacts } from "../support/engagement.ts";
import { freePort, type RunningService, startService } from "../support/service.ts";
import { LocalBotApi } from "../support/telegram/local-bot-api.ts";
import { TelegramPerson } from "../support/telegram-person.ts";

const BA_NAM = 4_711;
const KILLS = 50;
const PEOPLE = 64;
const LIMIT_MS = 8 * 60_000;

let api: LocalBotApi;
let dataDir: string;
let port: number;
let service: RunningService;

beforeEach(async () => {
  api = await LocalBotApi.start();
  dataDir = await mkdtemp(join(tmpdir(), "dhs-telegram-"));
  port = await freePort();
});
afterEach(async () => {
  await service.stop();
  await api.stop();
  await rm(dataDir, { recursive: true, force: true });
  expect(api.problems).toEqual([]);
  expect(service.output()).not.toContain(api.token);
});

const polling = () => ({ TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.url });
const webhook = () => ({
  ...polling(),
  TELEGRAM_WEBHOOK_SECRET: "mot-bi-mat-dai_16",
  PUBLIC_URL: `http://127.0.0.1:${port}`,
});

for (const [how, env] of [
  ["long polling", polling],
  ["the webhook", webhook],
] as const) {
  test(`the whole birth registration over ${how}, every call accepted by the published specification`, async () => {
    service = await startService({ dataDir, port, env: env() });
    const texts = await walk(new TelegramPerson(api, BA_NAM), journey());
    expect(texts.join("\n")).toContain(`Tôi đã ghi mã hồ sơ ${DOSSIER_CODE}`);
    expect(texts.join("\n")).toContain("Cảm ơn bạn!");
    // Ticking changed the list where it stood.
    expect(texts.filter((text) => /Bạn đã có \d\/3 thứ/.test(text)).length).toBe(1);
  });
}

test(
  "fifty kills with 64 conversations in flight: nothing acknowledged is lost, no step is taken twice, no answer is missing",
  async () => {
    service = await startService({ dataDir, port, env: webhook() });
    const moves = journey();
    const people = Array.from({ length: PEOPLE }, (_one, index) => new TelegramPerson(api, 10_000 + index));
    let kills = 0;
    const walks = Promise.all(
      people.map((person, index) => walk(person, moves, (at) => (kills < KILLS ? thinkingMs(index, at) : 0))),
    );
    while (kills < KILLS) {
      await pause(50 + ((kills * 37) % 120));
      await service.kill();
      kills++;
      service = await startService({ dataDir, port, env: webhook() });
    }
    const heard = await walks;
    await expect.poll(() => api.waiting, { timeout: 30_000 }).toBe(0);

    const wanted = withoutRepeats(await walk(new TelegramPerson(api, BA_NAM), moves));
    for (const texts of heard) expect(withoutRepeats(texts)).toEqual(wanted);
    const everybody = PEOPLE + 1;
    for (const kind of ["conversationStarted", "consentGiven/conversation", "guideFinished/online", "rated/5"]) {
      expect([kind, await countFacts(dataDir, kind)]).toEqual([kind, everybody]);
    }
  },
  LIMIT_MS,
);

function journey(): readonly Move[] {
  const today = localDateOf(new Date());
  const written = (days: number) => addDays(today, days).split("-").toReversed().join("/");
  return birthJourney(written(-100), written(10));
}

/** @returns what the bot said, once its farewell and the menu stand there */
async function walk(
  person: TelegramPerson,
  moves: readonly Move[],
  thinking: (at: number) => number = () => 0,
): Promise<string[]> {
  person.start();
  for (const [at, move] of moves.entries()) {
    await pause(thinking(at));
    await person.make(move);
  }
  const texts = () => person.heard.map(({ text }) => text);
  await expect.poll(() => texts().at(-1), { timeout: LIMIT_MS }).toContain("Bạn cần làm giấy tờ gì?");
  return texts();
}

/** People think between two moves, so that their talks last as long as the kills go on. */
function thinkingMs(index: number, at: number): number {
  return ((index * 131 + at * 557) % 1_600) + 800;
}

/**
 * Without what a kill may leave twice: a message whose send was in flight. A ticked list may be sent anew instead of
 * being changed, as the process that knew where it stood is gone.
 */
function withoutRepeats(texts: readonly string[]): string[] {
  const steady = texts.filter((text) => !/^Bạn đã có \d\/3 thứ/.test(text));
  return steady.filter((text, index) => !steady.slice(Math.max(index - 4, 0), index).includes(text));
}
