import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True when the tests in a real browser can run. Said loudly when not; with CI=true it is a failure. */
export function hasBrowser(): boolean {
  if (existsSync(CHROMIUM)) return true;
  const message = `${CHROMIUM} is not installed: the tests in a real browser do not run (apt-get install chromium)`;
  if (process.env.CI === "true") throw new Error(message);
  process.stderr.write(`\n!!! ${message}\n\n`);
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
