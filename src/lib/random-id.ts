import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";

/** `length` characters without those that people confuse (0 O, 1 l I); about 5.8 bits each. */
export function randomId(length: number): string {
  let id = "";
  while (id.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes past the last whole multiple of the alphabet would make the first letters likelier.
      if (byte < 256 - (256 % ALPHABET.length) && id.length < length) id += ALPHABET[byte % ALPHABET.length];
    }
  }
  return id;
}
