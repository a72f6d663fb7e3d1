import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addDays, localDateOf } from "../../src/lib/local-date.ts";
import { birthJourney, DOSSIER_CODE, type Move } from "../support/birth-journey.ts";
import { hasBrowser, openBrowser } from "../support/browser.ts";
import { freePort, type RunningService, startService } from "../support/service.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core");
const PICTURES = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const PHONE = { width: 390, height: 844 };
const OFFICE = { width: 1366, height: 768 };
const picturesOf = {
  "on a phone": "chat-menu-phone",
  "on a phone at night": "chat-menu-night",
  "on an office screen": "chat-menu-office",
} as const;

describe.skipIf(!hasBrowser())("the web chat in Chromium", () => {
  let browser: Browser;
  let dataDir: string;
  let port: number;
  let service: RunningService;
  let context: BrowserContext;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "dhs-browser-"));
    port = await freePort();
    [service, browser] = await Promise.all([startService({ dataDir, port }), openBrowser()]);
  });
  afterEach(async () => {
    await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    context = await browser.newContext({
      viewport: PHONE,
      deviceScaleFactor: 2,
      locale: "vi-VN",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("close", () =>
      expect(errors.filter((error) => !error.includes("net::") && !error.includes("503"))).toEqual([]),
    );
    await page.goto(service.url);
    await page.getByRole("button", { name: "Tiếng Việt" }).waitFor();
    return page;
  }

  const today = localDateOf(new Date());
  const written = (days: number) => addDays(today, days).split("-").toReversed().join("/");

  test("the birth registration of unmarried parents filed late, from the first message to the recorded code", async () => {
    const page = await open();
    const pictures: Readonly<Record<number, string>> = {
      3: "chat-found",
      12: "chat-papers",
      14: "chat-compare",
      16: "chat-portal",
    };
    for (const [index, move] of birthJourney(written(-100), written(10)).entries()) {
      await make(page, move);
      const name = pictures[index];
      if (name) await picture(page, name);
    }
    await page.getByText("Cảm ơn bạn!").waitFor();
    expect(await page.getByText(`Tôi đã ghi mã hồ sơ ${DOSSIER_CODE}`).count()).toBe(1);
    // Ticking changed the list where it stood.
    expect(await page.getByText(/Bạn đã có \d\/3 thứ/).count()).toBe(1);
  });

  test("works by keyboard alone", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Tiếng Việt" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Đồng ý" }).waitFor();
    await page.keyboard.press("Tab");
    for (let tabs = 0; tabs < 20 && (await focused(page)) !== "Đồng ý"; tabs++) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
    for (let tabs = 0; tabs < 20 && (await focused(page)) !== "answer"; tabs++) await page.keyboard.press("Tab");
    await page.keyboard.type("ho chieu");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Làm hộ chiếu" }).waitFor();
  });

  test("a reload shows the talk again and goes on where it stood", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.getByRole("button", { name: "Đồng ý" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Đồng ý" }).click();
    await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
    expect(await page.getByText("Tôi là Đồng Hành Số").count()).toBe(1);
  });

  test("what is typed without a connection is kept, said to be kept, and sent when it is back", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.getByRole("button", { name: "Đồng ý" }).click();
    await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
    await context.setOffline(true);
    await type(page, "hộ chiếu");
    await page.getByText("chưa gửi được").waitFor();
    await page.getByText("Mất mạng").waitFor();
    await context.setOffline(false);
    await page.getByRole("button", { name: "Làm hộ chiếu" }).waitFor();
    expect(await page.getByText("chưa gửi được").count()).toBe(0);
  });

  test("the service is killed while somebody talks: their word arrives once it is back", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.getByRole("button", { name: "Đồng ý" }).click();
    await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
    await service.kill();
    await type(page, "hộ chiếu");
    await page.getByText("chưa gửi được").waitFor();
    service = await startService({ dataDir, port });
    await page.getByRole("button", { name: "Làm hộ chiếu" }).waitFor();
    expect(await page.locator(".me", { hasText: "hộ chiếu" }).count()).toBe(1);
  });

  test("what looks like markup, right-to-left marks and thousands of emoji are shown as text and harm nothing", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.getByRole("button", { name: "Đồng ý" }).click();
    await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
    await type(page, `<img src=x onerror="document.title='hacked'"> <b>khai sinh</b> \u202Enược gnôhk\u202C`);
    await page.locator(".me", { hasText: "<img src=x" }).waitFor();
    await type(page, "😀".repeat(2_000));
    await page.locator(".me", { hasText: "😀😀" }).waitFor();
    expect(await page.title()).not.toBe("hacked");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  test("erasing one's data also clears what this device shows", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.getByRole("button", { name: "Đồng ý" }).click();
    await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
    await type(page, "/xoa");
    await page.getByRole("button", { name: "Xóa hết" }).click();
    await page.getByText("Đã xóa xong").waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
  });

  for (const [name, options] of [
    ["on a phone", { viewport: PHONE }],
    ["on a phone at night", { viewport: PHONE, colorScheme: "dark" }],
    ["on an office screen", { viewport: OFFICE, deviceScaleFactor: 1 }],
  ] as const) {
    test(`has no serious fault of accessibility ${name}`, async () => {
      const page = await open(options);
      await page.getByRole("button", { name: "Tiếng Việt" }).click();
      await page.getByRole("button", { name: "Đồng ý" }).click();
      await page.getByText("Bạn cần làm giấy tờ gì?").waitFor();
      await picture(page, picturesOf[name]);
      await page.getByRole("button", { name: "Mục khác" }).first().click();
      // The page's own policy forbids strange scripts, so the checker comes in from outside it.
      await page.evaluate(await axeSource());
      const found = (await page.evaluate("axe.run()")) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });
  }

  test("is light: script and style together under 30 kB as a phone loads them", async () => {
    const page = await open();
    const sizes: number[] = [];
    for (const path of await page.evaluate<string[]>(
      "[...document.querySelectorAll('script[src],link[rel=stylesheet]')].map(e => e.src || e.href)",
    )) {
      const response = await fetch(path, { headers: { "accept-encoding": "br" } });
      sizes.push(Number(response.headers.get("content-length")));
    }
    expect(sizes.length).toBe(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(30_000);
  });
});

async function make(page: Page, move: Move): Promise<void> {
  const before = await page.locator(".bot").count();
  if ("say" in move) await type(page, move.say);
  else await page.locator("button.choice", { hasText: move.tap }).last().click();
  const isTick = "tap" in move && move.tap.startsWith("☐");
  if (isTick) await page.locator("button.choice", { hasText: move.tap.replace("☐", "☑") }).waitFor();
  else await expect.poll(() => hasAnswered(page, before), { timeout: 10_000, interval: 20 }).toBe(true);
}

async function hasAnswered(page: Page, before: number): Promise<boolean> {
  return (await page.locator(".bot").count()) > before && (await page.locator(".me .state").count()) === 0;
}

async function type(page: Page, text: string): Promise<void> {
  await page.locator("input[name=answer]").fill(text);
  await page.keyboard.press("Enter");
}

/** The words of the focused button, or the name of the focused field. */
function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.name || document.activeElement.textContent");
}

/** Pictures for the README, taken anew with UPDATE_PICTURES=1. */
async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.UPDATE_PICTURES) return;
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

function axeSource(): Promise<string> {
  return readFile(AXE, "utf8");
}
