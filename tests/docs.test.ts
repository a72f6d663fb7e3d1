import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const pages = [
  "README.md",
  "README.vi.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const dataDir = mkdtempSync(join(tmpdir(), "dhs-docs-"));

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** These start the service or the tests themselves; tests/clone.test.ts and the pipeline run them. */
const RUN_ELSEWHERE = new Set(["npm ci && npm start", "npm run chat", "npm run check", "npm test"]);

const commands = new Set(
  pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
      block.trim().split("\n"),
    ),
  ),
);

describe("every command of the documentation", () => {
  for (const command of commands) {
    if (RUN_ELSEWHERE.has(command)) continue;
    test(command, () => {
      const { status, stderr } = spawnSync("bash", ["-c", command], {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, DATA_DIR: dataDir },
      });
      expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
    });
  }
});

test("every link of the documentation to a file of the project leads somewhere", () => {
  for (const page of pages) {
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect([page, target, exists(join(ROOT, page, "..", target))]).toEqual([page, target, true]);
    }
  }
});

test("no page names a setting that the service does not read", () => {
  const config = readFileSync(join(ROOT, "src/config.ts"), "utf8");
  for (const [, name = ""] of readFileSync(join(ROOT, ".env.example"), "utf8").matchAll(/^# ([A-Z_]+)=/gm))
    expect(config).toContain(name);
});

function exists(path: string): boolean {
  return spawnSync("test", ["-e", path]).status === 0;
}
