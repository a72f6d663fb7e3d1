import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Standing, TurnCommit } from "../../src/conversation/conversation-store.ts";
import { startSession } from "../../src/flow/engine/start-session.ts";
import { createLog } from "../../src/lib/log.ts";
import { openEmbeddedServer } from "../../src/store/embedded/embedded-server.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { hasPostgres15, startPostgres15, type TestServer } from "../support/postgres.ts";

const SECRET = Buffer.alloc(32, 5);
const NOON = new Date("2026-11-24T05:00:00Z");
const log = createLog("fatal");

const servers: [string, boolean][] = [
  ["the embedded PostgreSQL 18", true],
  ["Debian's PostgreSQL 15", hasPostgres15()],
];

for (const [name, isThere] of servers) {
  describe.skipIf(!isThere)(name, () => {
    let store: Store;
    let dataDir: string;
    let server: TestServer | undefined;
    let people = 0;

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), "dhs-store-"));
      if (name.startsWith("Debian")) server = await startPostgres15();
      store = await openStore({ dataDir, secretKey: SECRET, log, ...(server && { databaseUrl: server.url }) });
    });
    afterAll(async () => {
      await store.close();
      await server?.stop();
      await rm(dataDir, { recursive: true, force: true });
    });

    const somebody = () => store.open("web", `person-${name}-${people++}`, NOON);

    test("a turn is found again as it was committed, and its key is taken", async () => {
      const person = await somebody();
      expect(await store.commit(turn(person, "a"))).toBe("committed");
      const again = await store.open("web", `person-${name}-${people - 1}`, NOON);
      expect(again).toMatchObject({ personId: person.personId, version: 1, kept: { lastSeq: 3 } });
      expect(await store.commit({ ...turn(person, "a"), expectedVersion: 1 })).toBe("duplicate");
    });

    test("of two turns that read the same version one is committed, the other told to read again", async () => {
      const person = await somebody();
      const outcomes = await Promise.all([store.commit(turn(person, "a")), store.commit(turn(person, "b"))]);
      expect(outcomes.toSorted()).toEqual(["committed", "conflict"]);
    });

    test("the same message delivered three times at once is one turn", async () => {
      const person = await somebody();
      const outcomes = await Promise.all([1, 2, 3].map(() => store.commit(turn(person, "same"))));
      expect(outcomes.filter((outcome) => outcome === "committed").length).toBe(1);
      expect(await store.commit(turn(person, "same"))).toBe("duplicate");
    });

    test("a turn that the database refuses fails alone; its neighbours in the batch are committed", async () => {
      const group = await Promise.all(Array.from({ length: 20 }, somebody));
      const results = await Promise.allSettled(
        group.map((person, index) => store.commit(turn(person, index === 7 ? "bad\u0000key" : "good"))),
      );
      expect(results.map(({ status }) => status)).toEqual(
        group.map((_person, index) => (index === 7 ? "rejected" : "fulfilled")),
      );
    });

    test("200 people talking at once end with their own last word", async () => {
      const group = await Promise.all(Array.from({ length: 200 }, somebody));
      await Promise.all(
        group.map(async (person, index) => {
          for (let version = 0; version < 10; version++) {
            expect(
              await store.commit({ ...turn(person, `k${version}`, `${index}/${version}`), expectedVersion: version }),
            ).toBe("committed");
          }
        }),
      );
      for (const [index, person] of group.entries()) {
        const now = await store.open("web", `person-${name}-${people - 200 + index}`, NOON);
        expect([now.version, now.kept?.session.profile.note]).toEqual([10, `${index}/9`]);
        expect(now.personId).toBe(person.personId);
      }
    });

    test("what is held about somebody is shown, and erased with the turn that asks for it, but for the proof of consent", async () => {
      const person = await somebody();
      const dossier = {
        procedure: "marriage",
        procedureVersion: "1",
        state: "filed",
        code: "G01.1-2",
        appointmentOn: "2026-12-01",
      } as const;
      await store.commit({
        ...turn(person, "a"),
        changes: [
          { type: "dossier", change: dossier },
          { type: "consent", topic: "conversation", given: true, version: "1" },
          { type: "remind", key: "r", at: "2026-12-01T01:00:00Z", flow: "x", answers: {} },
          { type: "comment", text: "tốt", about: "service" },
          { type: "handOver", reason: "asked", flow: "menu", step: "home" },
        ],
      });
      expect(await store.heldData(person.personId)).toMatchObject({
        dossiers: [{ procedure: "marriage", state: "filed", code: "G01.1-2", appointmentOn: "2026-12-01" }],
        consents: [{ topic: "conversation", given: true }],
        reminders: [{ flow: "x" }],
        comments: 1,
        handOvers: 1,
      });
      await store.commit({ ...turn(person, "b"), expectedVersion: 1, erase: true });
      expect(await store.heldData(person.personId)).toMatchObject({
        dossiers: [],
        reminders: [],
        comments: 0,
        handOvers: 0,
        consents: [{ given: true }],
      });
    });

    test("what is due is claimed by one of two claimers, comes back when its lease is over, and not after it was sent", async () => {
      const person = await somebody();
      const due = {
        type: "remind",
        key: "r",
        at: "2026-11-24T04:00:00Z",
        flow: "x",
        answers: { procedure: "marriage" },
      } as const;
      await store.commit({ ...turn(person, "a"), changes: [due] });
      const claims = await Promise.all([
        store.claimDue(["web"], NOON, 60_000, 50),
        store.claimDue(["web"], NOON, 60_000, 50),
      ]);
      const mine = claims.flat().filter(({ personId }) => personId === person.personId);
      expect(mine).toMatchObject([{ kind: "reminder", flow: "x", answers: { procedure: "marriage" } }]);
      const later = new Date(NOON.getTime() + 61_000);
      const again = (await store.claimDue(["web"], later, 60_000, 50)).filter(
        ({ personId }) => personId === person.personId,
      );
      expect(again.length).toBe(1);
      const [reminder] = again;
      const key = `reminder/${reminder?.kind === "reminder" ? reminder.reminderId : ""}`;
      await store.commit({ ...turn(person, key), expectedVersion: 1 });
      const muchLater = new Date(NOON.getTime() + 3_600_000);
      expect(
        (await store.claimDue(["web"], muchLater, 60_000, 50)).filter(({ personId }) => personId === person.personId),
      ).toEqual([]);
    });

    test("counts of a day are the same however often they are summed up, and outlive the events", async () => {
      const person = await somebody();
      const facts = [{ kind: "rated", about: "help", stars: 5 }, { kind: "searchEmpty" }] as const;
      await store.commit({ ...turn(person, "a"), at: new Date("2020-03-01T18:00:00Z"), facts: [...facts] });
      const days = await store.rollUpEngagement("2020-03-04");
      expect(days[0]).toBe("2020-03-02");
      await store.rollUpEngagement("2020-03-04");
      const deleted = await store.applyRetention(new Date("2026-11-24T00:00:00Z"));
      expect(deleted.engagementEvents).toBeGreaterThan(0);
      expect(await store.exportEngagement("2020-03-01", "2020-03-03")).toMatchObject([
        { day: "2020-03-02", kind: "rated", detail: "help", events: 1, people: 0, total: 5 },
        { day: "2020-03-02", kind: "searchEmpty", events: 1, people: 1 },
      ]);
    });

    test("nothing of a person stands in the database in clear", async () => {
      const address = `bà Năm ${name}`;
      const person = await store.open("web", address, NOON);
      await store.commit({
        ...turn(person, "a", "xã Tân Yên"),
        changes: [{ type: "comment", text: "chuyện riêng", about: "service" }],
      });
      const embedded = server ? undefined : await openEmbeddedServer(dataDir, log);
      const dump = await rawRows(server ? { connectionString: server.url } : (embedded?.connection() ?? {}));
      for (const word of [address, "xã Tân Yên", "chuyện riêng"]) expect(dump).not.toContain(word);
    });
  });
}

function turn(person: Standing, key: string, note = ""): TurnCommit {
  const session = { ...startSession("abcdefgh", "vi"), profile: { note } };
  const at = NOON.toISOString();
  return {
    personId: person.personId,
    channel: person.channel,
    key,
    expectedVersion: 0,
    kept: { session, outbox: [{ seq: 3, say: { text: note, buttons: [], expects: "text" }, at }], lastSeq: 3 },
    deliveredSeq: 0,
    at: NOON,
    facts: [{ kind: "searchEmpty" }],
    changes: [],
    erase: false,
  };
}

/** Every row of every table of ours, as text. */
async function rawRows(connection: pg.ClientConfig): Promise<string> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const all: unknown[] = [];
  for (const { name } of tables) all.push((await client.query(`select t::text from ${name} t`)).rows);
  await client.end();
  return JSON.stringify(all);
}
