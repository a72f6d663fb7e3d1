import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { type Channel, ChannelError, type Outgoing } from "../../src/channels/channel.ts";
import { readConfig } from "../../src/config.ts";
import type { EventBody } from "../../src/flow/events.ts";
import { createLog } from "../../src/lib/log.ts";
import { birthJourney, type Move } from "../support/birth-journey.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BA_NAM = "bà Năm";

let dataDir: string;
let app: App;
let now = new Date("2026-11-24T02:00:00Z");
/** What the platform has shown; it refuses everything while it is down. */
const shown: Outgoing[] = [];
let isDown = false;

/** A platform that pushes, as Telegram does. */
const platform: Channel = {
  name: "telegram",
  limits: { text: 4_096, buttons: 100, buttonLabel: 64, buttonPayload: 64 },
  pushes: true,
  async deliver(_address, messages) {
    if (isDown) throw new ChannelError("telegram", "unavailable");
    shown.push(...messages);
  },
  start: async () => {},
  stop: async () => {},
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "dhs-reminder-"));
  app = await createApp({
    config: readConfig({ DATA_DIR: dataDir }),
    secretKey: Buffer.alloc(32, 3),
    contentDir: ROOT,
    channels: [platform],
    clock: { now: () => now },
    log: createLog("fatal"),
  });
  await app.start();
});
afterAll(async () => {
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("the reminder comes at eight in the morning of the day before, also when the platform was down just then", async () => {
  await receive({ type: "started" });
  for (const move of birthJourney("1/8/2026", "5/12/2026")) await make(move);
  expect(texts()).toContain("tôi sẽ nhắc bạn");

  now = new Date("2026-12-04T00:59:00Z");
  await quiet();
  expect(texts()).not.toContain("Nhắc bạn:");

  isDown = true;
  now = new Date("2026-12-04T01:00:30Z");
  await quiet();
  isDown = false;
  now = new Date("2026-12-04T01:05:00Z");
  await expect
    .poll(texts, { timeout: 25_000 })
    .toContain("Nhắc bạn: Làm giấy khai sinh cho con, cháu, ngày hẹn trả kết quả là 05/12/2026");
  const count = () => texts().split("Nhắc bạn:").length - 1;
  await quiet();
  expect(count()).toBe(1);

  await make({ tap: "Đã nhận kết quả" });
  await make({ tap: "5 – Rất tốt" });
  expect(texts()).toContain("Chúc gia đình mọi điều tốt lành");
}, 60_000);

function texts(): string {
  return shown.map(({ say }) => say.text).join("\n");
}

async function make(move: Move): Promise<void> {
  if ("say" in move) return receive({ type: "text", text: move.say });
  const buttons = shown.toReversed().flatMap(({ say }) => say.buttons);
  const button =
    buttons.find(({ label }) => label === move.tap) ?? buttons.find(({ label }) => label.includes(move.tap));
  if (!button) throw new Error(`no button says ${move.tap}`);
  return receive({ type: "tap", payload: button.payload });
}

async function receive(body: EventBody): Promise<void> {
  now = new Date(now.getTime() + 20_000);
  const before = shown.length;
  const inbound = {
    channel: "telegram",
    address: BA_NAM,
    key: crypto.randomUUID(),
    body,
    at: now.toISOString(),
  } as const;
  const { messages } = await app.conversations.receive(inbound);
  await expect
    .poll(() => shown.at(-1)?.seq === messages.at(-1)?.seq || shown.length > before + 50, { interval: 5 })
    .toBe(true);
}

/** Long enough for what is due to be looked for twice. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2_500));
}
