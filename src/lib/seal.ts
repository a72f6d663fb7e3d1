import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of everything sealed, so that another way of sealing can follow one day. */
const FORM = 1;

/** Keeps personal data unreadable at rest. Keys are derived from the one secret of the installation. */
export interface Seal {
  /** AES-256-GCM. `boundTo` (table and row) has to be the same when it is opened: a blob moved elsewhere is refused. */
  close(plain: string, boundTo: string): Buffer;
  /** @throws {Error} when the bytes were changed, moved, or sealed with another secret */
  open(sealed: Uint8Array, boundTo: string): string;
  /** Finds a row by what must not stand in it: the same text always gives the same 32 bytes. */
  hash(text: string): Buffer;
  /** As `hash`, with another key: what the engagement log knows of a person leads back to nobody. */
  pseudonym(text: string): Buffer;
}

/** @param secret 32 bytes, from `SECRET_KEY` */
export function createSeal(secret: Uint8Array): Seal {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "", `dong-hanh-so/${purpose}`, KEY_BYTES));
  const sealKey = derive("seal");
  const hashKey = derive("address");
  const pseudonymKey = derive("engagement");
  const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

  return {
    close(plain, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce).setAAD(Buffer.from(boundTo));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(FORM), nonce, cipher.getAuthTag(), body]);
    },

    open(sealed, boundTo) {
      if (sealed[0] !== FORM || sealed.length < 1 + NONCE_BYTES + TAG_BYTES)
        throw new Error("not sealed by this program");
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", sealKey, nonce).setAAD(Buffer.from(boundTo)).setAuthTag(tag);
      const body = sealed.subarray(1 + NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
    },

    hash: (text) => hmac(hashKey, text),
    pseudonym: (text) => hmac(pseudonymKey, text).subarray(0, 16),
  };
}
