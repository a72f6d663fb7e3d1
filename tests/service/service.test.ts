import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, localDateOf } from "../../src/lib/local-date.ts";
import { birthJourney, DOSSIER_CODE } from "../support/birth-journey.ts";
import { freePort, type RunningService, spawnService, startService } from "../support/service.ts";
import { WebVisitor } from "../support/web-visitor.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let folder: string;
let contentDir: string;
let dataDir: string;
let port: number;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dhs-service-"));
  dataDir = join(folder, "data");
  contentDir = join(folder, "content");
  for (const name of ["flows", "locales"]) await cp(join(ROOT, name), join(contentDir, name), { recursive: true });
  port = await freePort();
  service = await startService({ dataDir, port, env: { CONTENT_DIR: contentDir } });
});

afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody who has been welcomed and stands at the menu. */
async function atMenu(): Promise<WebVisitor> {
  const visitor = new WebVisitor(() => service.url);
  await visitor.start();
  await visitor.tap("Tiếng Việt");
  await visitor.tap("Đồng ý");
  return visitor;
}

describe("messages that come twice, swapped or at once", () => {
  test("the same message delivered three times at once is one turn, and each delivery gets its answer", async () => {
    const visitor = await atMenu();
    const id = crypto.randomUUID();
    const acknowledged = visitor.last?.seq;
    const posts = [1, 2, 3].map(() => visitor.post({ id, type: "text", text: "khai sinh", acknowledged }));
    expect((await Promise.all(posts)).every((answer) => answer !== undefined)).toBe(true);
    expect(visitor.duplicates).toBe(2);
    const texts = visitor.shown.map(({ say }) => say.text);
    expect(texts.filter((text) => text.startsWith("Làm giấy khai sinh")).length).toBe(1);
  });

  test("a press and a message at the same moment are one turn each, and the state is right afterwards", async () => {
    for (let round = 0; round < 10; round++) {
      const visitor = await atMenu();
      await visitor.tap("Khai sinh cho bé");
      const start = visitor.last?.say.buttons.find(({ label }) => label === "Bắt đầu");
      await Promise.all([
        visitor.send({ type: "tap", payload: start?.payload }),
        visitor.send({ type: "text", text: "20/11/2026" }),
      ]);
      await visitor.reconnect();
      const seqs = visitor.shown.map(({ seq }) => seq);
      expect(seqs).toEqual([...new Set(seqs)]);
      // Whichever came first: the question about the day is asked, and answering it goes on.
      if (visitor.shown.at(-1)?.say.text.includes("Bé sinh ngày nào?")) await visitor.say("20/11/2026");
      expect(visitor.last?.say.text).toContain("trường hợp nào");
    }
  });

  test("a button of an earlier question changes nothing and says so", async () => {
    const visitor = await atMenu();
    await visitor.tap("Khai sinh cho bé");
    await visitor.tap("Bắt đầu");
    const answers = await visitor.tap("Đổi, cấp lại căn cước");
    expect(answers[0]?.say.text).toContain("câu hỏi trước");
    expect(answers.at(-1)?.say.text).toContain("Bé sinh ngày nào?");
  });
});

describe("what people send that we must not hold", () => {
  test("a password, a one-time code or an identity number is refused, is not stored, and is in no log", async () => {
    const visitor = await atMenu();
    for (const secret of ["mật khẩu vneid của tôi là TanYen@1957", "mã otp là 482913", "024057001234"]) {
      const [answer] = await visitor.say(secret);
      expect(answer?.say.text).toContain("xóa ngay");
    }
    for (const word of ["TanYen@1957", "482913", "024057001234"]) expect(service.output()).not.toContain(word);
  });
});

describe("one's own data", () => {
  test("/dulieu shows what is held, /xoa erases it, and afterwards one is a stranger", async () => {
    const visitor = new WebVisitor(() => service.url);
    await visitor.start();
    const today = localDateOf(new Date());
    const written = (days: number) => addDays(today, days).split("-").toReversed().join("/");
    for (const move of birthJourney(written(-100), written(10)))
      await ("tap" in move ? visitor.tap(move.tap) : visitor.say(move.say));
    const shown = (await visitor.say("/dulieu")).map(({ say }) => say.text).join("\n");
    expect(shown).toContain(DOSSIER_CODE);
    expect(shown).toContain("đã nộp");
    await visitor.say("/xoa");
    const [farewell, ...more] = await visitor.tap("Xóa hết");
    expect(farewell?.say).toMatchObject({ clears: true, buttons: [] });
    expect(more).toEqual([]);
    expect((await visitor.say("xin chào"))[0]?.say.text).toContain("Tôi là Đồng Hành Số");
    expect(service.output()).not.toContain(DOSSIER_CODE);
  });
});

describe("an editor at work while people talk", () => {
  const menu = () => join(contentDir, "flows/menu.yaml");
  const texts = () => join(contentDir, "locales/vi/flows/menu.json");

  test("a sound change is taken up at once and people inside go on; an unsound one is refused with file and line", async () => {
    const visitor = await atMenu();
    await visitor.tap("Mục khác");
    await writeFile(
      texts(),
      (await readFile(texts(), "utf8")).replace("Bạn cần làm giấy tờ gì?", "Hôm nay bạn cần giấy tờ gì?"),
    );
    await expect.poll(() => service.output().includes("were taken up"), { timeout: 10_000 }).toBe(true);
    expect((await visitor.tap("Về danh mục")).at(-1)?.say.text).toContain("Hôm nay bạn cần");

    const sound = await readFile(menu(), "utf8");
    await writeFile(menu(), sound.replace("about: { go: about }", "about: { go: abuot }"));
    await expect.poll(() => service.output().includes("stay in force"), { timeout: 10_000 }).toBe(true);
    expect(service.output()).toMatch(/flows\/menu\.yaml:\d+: .*abuot/);
    expect((await visitor.tap("Mục khác")).at(-1)?.say.text).toBe("Bạn cần gì?");
    await writeFile(menu(), sound);
  });

  test("a step that is removed under somebody's feet sends them on, with their answers", async () => {
    const visitor = await atMenu();
    await visitor.tap("Mục khác");
    const before = await readFile(menu(), "utf8");
    const renamed = before
      .replaceAll(/\bmore: \{ go: more \}/g, "more: { go: others }")
      .replace("  more:\n    type: choose", "  others:\n    type: choose");
    const oldTexts = await readFile(texts(), "utf8");
    const english = join(contentDir, "locales/en/flows/menu.json");
    const oldEnglish = await readFile(english, "utf8");
    const rename = (json: string) => json.replace('\n  "more": {', '\n  "others": {');
    await writeFile(texts(), rename(oldTexts));
    await writeFile(english, rename(oldEnglish));
    await writeFile(menu(), renamed);
    const taken = () => service.output().split("were taken up").length;
    const count = taken();
    await expect.poll(taken, { timeout: 10_000 }).toBeGreaterThan(count - 1);
    await pause(600);
    const answers = await visitor.say("alo");
    expect(answers.map(({ say }) => say.text).join("\n")).toContain("Bạn cần gì?");
    await writeFile(menu(), before);
    await writeFile(texts(), oldTexts);
    await writeFile(english, oldEnglish);
    await pause(600);
  });
});

describe("a second service", () => {
  test("on the same data says which process is in the way, and what to do", async () => {
    const second = spawnService({ dataDir, port: await freePort() });
    await once(second.process, "exit");
    expect(second.process.exitCode).toBe(1);
    expect(second.output()).toContain(`pid ${service.process.pid}`);
    expect(second.output()).toContain("DATA_DIR");
    expect((await fetch(`${service.url}/readyz`)).ok).toBe(true);
  });

  test("on the same port says so, and what to do", async () => {
    const second = spawnService({ dataDir: join(folder, "other"), port });
    await once(second.process, "exit");
    expect(second.output()).toContain(`Port ${port} is in use`);
    expect(second.output()).toContain("PORT=");
  });
});

describe("the database goes away", () => {
  test("its connections are cut, then it is killed: messages are refused meanwhile, nothing acknowledged is lost", async () => {
    const visitor = await atMenu();
    const pid = Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);
    await visitor.tap("Khai sinh cho bé");
    process.kill(pid, "SIGKILL");
    // Its children serve until they notice; only then is the database really away.
    await expect.poll(() => service.output().includes("the database is away"), { timeout: 20_000 }).toBe(true);
    await visitor.tap("Bắt đầu");
    await visitor.say("20/11/2026");
    expect(visitor.last?.say.text).toContain("trường hợp nào");
    const pidNow = Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);
    expect(pidNow).not.toBe(pid);
    expect(service.output().split("the database is away").length).toBe(2);
    expect(service.output()).toContain("the database is back");
  });
});

describe("in a terminal", () => {
  test("the whole birth registration, beside the running service, fed from a script", async () => {
    const lines = [
      "1",
      "1",
      "lam giay khai sinh cho chau ngoai",
      "1",
      "1",
      "1/8/2026",
      "1",
      "3",
      "1",
      "1",
      "1",
      "2",
      "4",
      "1",
      "xã Cao Xá",
      ...Array.from({ length: 10 }, () => "1"),
      "1",
      DOSSIER_CODE,
      "5/12/2030",
      "1",
      "1",
    ];
    const chat = spawn(process.execPath, ["src/cli/main.ts", "chat", "--as", "ba-nam"], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: dataDir },
    });
    let output = "";
    chat.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    chat.stdin.end(`${lines.join("\n")}\n`);
    await once(chat, "exit");
    expect(output).toContain(`Tôi đã ghi mã hồ sơ ${DOSSIER_CODE}`);
    expect(output).toContain("Được rồi, tôi sẽ nhắc bạn");
    expect(output).toContain("1. Khai sinh cho bé");
    expect((await fetch(`${service.url}/readyz`)).ok).toBe(true);
  });
});
