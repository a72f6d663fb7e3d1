import { createLog } from "../../src/lib/log.ts";
import { readSecretKey } from "../../src/secret-key.ts";
import { openStore } from "../../src/store/open-store.ts";

/** How often a fact was noted: by kind, or by kind and detail (`rated/5` means five stars). */
export async function countFacts(dataDir: string, what: string): Promise<number> {
  const [kind, detail] = what.split("/");
  const secretKey = await readSecretKey(dataDir, undefined);
  const store = await openStore({ dataDir, secretKey, log: createLog("fatal") });
  try {
    const rows = await store.exportEngagement("2000-01-01", "2100-01-01");
    const wanted = rows.filter((row) => row.kind === kind);
    if (kind === "rated") return wanted.reduce((sum, { events }) => sum + events, 0);
    return wanted
      .filter((row) => detail === undefined || row.detail.includes(detail))
      .reduce((sum, { events }) => sum + events, 0);
  } finally {
    await store.close();
  }
}
