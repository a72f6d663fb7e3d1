/** Where a text may be cut, best first: between paragraphs, lines, sentences, clauses, words. */
const BREAKS: readonly RegExp[] = [/\n\s*\n/g, /\n/g, /(?<=[.!?…])\s+/g, /(?<=[,;:])\s+/g, /\s+/g];
/** A piece shorter than this share of the limit is not worth the better break. */
const LEAST_SHARE = 0.4;

/**
 * Cuts a text into pieces of at most `limit` UTF-16 code units, at the best break that leaves no tiny piece. Nothing
 * but the white space at a break is lost; an unbroken run longer than the limit is cut between characters.
 */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = findCut(rest, limit);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces;
}

function findCut(text: string, limit: number): number {
  const window = text.slice(0, limit + 1);
  for (const pattern of BREAKS) {
    const last = [...window.matchAll(pattern)].findLast(({ index }) => index <= limit)?.index;
    if (last !== undefined && last >= limit * LEAST_SHARE) return last;
  }
  // Not between the halves of an emoji: a lone surrogate is refused by platforms.
  const isHigh = /[\ud800-\udbff]/.test(text.charAt(limit - 1));
  return isHigh && limit > 1 ? limit - 1 : limit;
}
