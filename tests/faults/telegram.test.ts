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
import { makeMove, writtenTo } from "../support/telegram-person.ts";

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
    api.says(BA_NAM, "/start");
    await api.answersAfter(BA_NAM, 0);
    for (const move of journey()) await moveUntilAnswered(BA_NAM, move);
    const texts = writtenTo(api, BA_NAM).map(({ text }) => text);
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
    const people = Array.from({ length: PEOPLE }, (_one, index) => 10_000 + index);
    let kills = 0;
    const walks = Promise.all(people.map((person, index) => walk(person, moves, index, () => kills < KILLS)));
    while (kills < KILLS) {
      await pause(50 + ((kills * 37) % 120));
      await service.kill();
      kills++;
      service = await startService({ dataDir, port, env: webhook() });
    }
    await walks;
    await expect.poll(() => api.waiting, { timeout: 30_000 }).toBe(0);

    api.says(BA_NAM, "/start");
    await api.answersAfter(BA_NAM, 0);
    for (const move of moves) await moveUntilAnswered(BA_NAM, move);
    const wanted = once(writtenTo(api, BA_NAM).map(({ text }) => text));
    for (const person of people) {
      const heard = once(writtenTo(api, person).map(({ text }) => text));
      expect(heard.filter((text) => !/^Bạn đã có \d\/3/.test(text))).toEqual(
        wanted.filter((text) => !/^Bạn đã có \d\/3/.test(text)),
      );
    }
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

/** The last message of an answer is the question that waits: it differs from the one before, or was edited. */
async function moveUntilAnswered(person: number, move: Move): Promise<void> {
  const before = writtenTo(api, person);
  const [count, edits] = [before.length, before.reduce((sum, message) => sum + message.edits, 0)];
  await makeMove(api, person, move, () => {
    const now = writtenTo(api, person);
    const isEdited = now.reduce((sum, message) => sum + message.edits, 0) > edits;
    const hasButtons =
      (now.at(-1)?.buttons.length ?? 0) > 0 || /lam giay|biết|nào\?|Gõ|gõ/.test(now.at(-1)?.text ?? "");
    return isEdited || (now.length > count && hasButtons);
  });
}

async function walk(person: number, moves: readonly Move[], index: number, isDisturbed: () => boolean): Promise<void> {
  await pause(index * 10);
  api.says(person, "/start");
  await api.answersAfter(person, 0, LIMIT_MS);
  for (const [at, move] of moves.entries()) {
    if (isDisturbed()) await pause(((index * 131 + at * 557) % 1_600) + 800);
    await moveUntilAnswered(person, move);
  }
}

/** Without the repetitions that a send in flight at a kill may leave. */
function once(texts: readonly string[]): string[] {
  return texts.filter((text, index) => !texts.slice(0, index).slice(-6).includes(text));
}
