import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";

const KEY_BYTES = 32;
const FILE = "secret.key";

/**
 * The 32 bytes that seal personal data: from `SECRET_KEY`, or made at the first start and kept in
 * `DATA_DIR/secret.key`, readable by its owner only. Losing it loses every conversation and address.
 *
 * @throws {Error} when the file does not hold a key
 */
export async function readSecretKey(dataDir: string, given: string | undefined): Promise<Buffer> {
  if (given) return Buffer.from(given, "base64");
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  try {
    // `wx`: of two processes that start together one makes the key and the other reads it.
    const file = await open(path, "wx", 0o600);
    const key = randomBytes(KEY_BYTES);
    await file.writeFile(key.toString("base64"));
    await file.sync();
    await file.close();
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = Buffer.from((await readFile(path, "utf8")).trim(), "base64");
  if (key.length !== KEY_BYTES) {
    throw new Error(`${path} does not hold a key of ${KEY_BYTES} bytes in base64; restore it from your backup`);
  }
  return key;
}
