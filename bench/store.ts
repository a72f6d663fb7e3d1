import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Standing, TurnCommit } from "../src/conversation/conversation-store.ts";
import { startSession } from "../src/flow/engine/start-session.ts";
import { createLog } from "../src/lib/log.ts";
import { createSeal } from "../src/lib/seal.ts";
import { commitTurns } from "../src/store/commit-turns.ts";
import { openDatabase } from "../src/store/database.ts";
import { openEmbeddedServer } from "../src/store/embedded/embedded-server.ts";
import { openStore } from "../src/store/open-store.ts";

const PEOPLE = 64;
const TURNS_EACH = 60;
const ROUNDS = 5;

/** Turns a second that the store makes durable: gathered into common statements, against one statement each. */
export async function benchStore(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "dhs-bench-"));
  const log = createLog("fatal");
  const secretKey = Buffer.alloc(32, 1);
  const store = await openStore({ dataDir, secretKey, log });
  const server = await openEmbeddedServer(dataDir, log);
  const database = openDatabase(
    () => server.connection(),
    log,
    async () => {},
  );
  const seal = createSeal(secretKey);
  let people = 0;

  const round = async (commit: (turn: TurnCommit) => Promise<unknown>): Promise<number> => {
    const standing = await Promise.all(
      Array.from({ length: PEOPLE }, () => store.open("web", `p${people++}`, new Date())),
    );
    const started = performance.now();
    await Promise.all(standing.map((person) => talk(person, commit)));
    return (PEOPLE * TURNS_EACH * 1_000) / (performance.now() - started);
  };
  const together: number[] = [];
  const alone: number[] = [];
  for (let count = 0; count < ROUNDS; count++) {
    together.push(await round(store.commit));
    alone.push(await round((turn) => commitTurns(database, seal, [turn])));
  }
  await database.close();
  await store.close();
  await rm(dataDir, { recursive: true, force: true });

  const ratios = together.map((value, index) => value / (alone[index] ?? 1));
  process.stdout.write(`turns made durable, ${PEOPLE} people at once, fsync on, ${ROUNDS} interleaved rounds\n`);
  process.stdout.write(`gathered / one statement each   ${range(ratios, 2)}\n`);
  process.stdout.write(`gathered, turns a second        ${range(together, 0)}\n`);
  process.stdout.write(`one statement each              ${range(alone, 0)}\n`);
}

async function talk(person: Standing, commit: (turn: TurnCommit) => Promise<unknown>): Promise<void> {
  const session = { ...startSession("benchmrk", "vi"), profile: { note: "x".repeat(1_000) } };
  for (let version = 0; version < TURNS_EACH; version++) {
    const at = new Date();
    await commit({
      personId: person.personId,
      channel: "web",
      key: `k${version}`,
      expectedVersion: version,
      kept: { session, outbox: [], lastSeq: version },
      deliveredSeq: 0,
      at,
      facts: [{ kind: "searchEmpty" }, { kind: "searchEmpty" }],
      changes: [],
      erase: false,
    });
  }
}

function range(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [least = 0, median = 0, most = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `median ${median.toFixed(digits)}  (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
