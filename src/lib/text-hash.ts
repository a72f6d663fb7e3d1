/**
 * Twelve hexadecimal digits that tell versions of a text apart. Not for secrets: anybody can make a second text with
 * the same digits. Synchronous and without `node:crypto`, as the browser needs it too.
 *
 * Two 32-bit FNV-1a hashes over the UTF-16 code units with different starts, 48 bits of them kept.
 *
 * @source http://www.isthe.com/chongo/tech/comp/fnv/ (FNV-1a, public domain)
 */
export function textHash(text: string): string {
  const first = fnv1a(text, 0x811c9dc5);
  const second = fnv1a(text, 0x9e3779b9);
  return first.toString(16).padStart(8, "0") + (second >>> 16).toString(16).padStart(4, "0");
}

function fnv1a(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
