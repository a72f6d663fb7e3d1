import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, localDateOf } from "../../src/lib/local-date.ts";
import { birthJourney, type Move } from "../support/birth-journey.ts";
import { countFacts } from "../support/engagement.ts";
import { freePort, type RunningService, startService } from "../support/service.ts";
import { WebVisitor } from "../support/web-visitor.ts";

const KILLS = 50;
const VISITORS = 64;
const LIMIT_MS = 8 * 60_000;
/** People think between two moves, so that their talks last as long as the kills go on. */
const THINKING_MS = 1_600;

let dataDir: string;
let service: RunningService;
let port: number;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "dhs-kill-"));
  port = await freePort();
  service = await startService({ dataDir, port });
});

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test(
  "fifty kills while 64 people talk: nothing acknowledged is lost, no step is taken twice, no answer is missing",
  async () => {
    const moves = journey();
    const undisturbed = new WebVisitor(() => service.url);
    await undisturbed.start();
    for (const move of moves) await make(undisturbed, move);

    const visitors = Array.from({ length: VISITORS }, () => new WebVisitor(() => service.url));
    // The first answer brings the visitor's cookie; who never got one has nothing to lose.
    await Promise.all(visitors.map((visitor) => visitor.start()));
    let kills = 0;
    const walks = Promise.all(visitors.map((visitor, index) => walk(visitor, moves, index, () => kills < KILLS)));
    while (kills < KILLS) {
      await pause(50 + ((kills * 37) % 120));
      await service.kill();
      kills++;
      service = await startService({ dataDir, port });
    }
    await walks;

    // Some kill fell between a commit and its answer; otherwise the test would have shown little.
    expect(visitors.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBeGreaterThan(0);
    for (const visitor of visitors) {
      await visitor.reconnect();
      expect(visitor.shown.map(({ seq }) => seq)).toEqual(undisturbed.shown.map(({ seq }) => seq));
      expect(visitor.shown.map(({ say }) => say.text)).toEqual(undisturbed.shown.map(({ say }) => say.text));
    }
    // What an undisturbed talk notes once is noted once for everybody.
    const everybody = VISITORS + 1;
    for (const kind of [
      "conversationStarted",
      "consentGiven/conversation",
      "guideFinished/online",
      "rated/5",
    ] as const) {
      expect([kind, await countFacts(dataDir, kind)]).toEqual([kind, everybody]);
    }
  },
  LIMIT_MS,
);

function journey(): readonly Move[] {
  const today = localDateOf(new Date());
  const written = (date: string) => date.split("-").toReversed().join("/");
  return birthJourney(written(addDays(today, -100)), written(addDays(today, 10)));
}

async function walk(
  visitor: WebVisitor,
  moves: readonly Move[],
  index: number,
  isDisturbed: () => boolean,
): Promise<void> {
  for (const [at, move] of moves.entries()) {
    if (isDisturbed()) await pause(((index * 131 + at * 557) % THINKING_MS) + THINKING_MS / 2);
    await make(visitor, move);
  }
}

async function make(visitor: WebVisitor, move: Move): Promise<void> {
  await ("tap" in move ? visitor.tap(move.tap) : visitor.say(move.say));
}
