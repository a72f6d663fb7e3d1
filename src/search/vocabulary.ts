import { isWithinOneEdit } from "../language/edits.ts";
import { foldedWords } from "../language/fold.ts";

/** Shorter words are one slip away from too many others. */
const LEAST_LENGTH_FOR_SLIPS = 4;
const LEAST_PART_LENGTH = 2;
const MOST_WORDS = 60;

/** Words that occur in the catalogue and the word lists; everything typed is brought to them where it can be. */
export interface Vocabulary {
  has(word: string): boolean;
  /** The words of a typed text: Telex and VNI residue repaired, joined words split, slips mended. */
  read(text: string): string[];
}

export function buildVocabulary(texts: Iterable<string>): Vocabulary {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of foldedWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byShape = groupForSlips(counts.keys());
  const has = (word: string) => counts.has(word);
  const mended = new Map<string, readonly string[]>();
  const MOST_REMEMBERED = 20_000;

  return {
    has,
    read: (text) =>
      foldedWords(text)
        .slice(0, MOST_WORDS)
        .flatMap((word) => {
          const before = mended.get(word);
          if (before) return before;
          const read = mend(word);
          if (mended.size < MOST_REMEMBERED) mended.set(word, read);
          return read;
        }),
  };

  function mend(word: string): readonly string[] {
    if (has(word) || /^\d+$/.test(word) || word.length > 24) return [word];
    const repaired = withoutTelex(word) ?? withoutVni(word);
    if (repaired) return [repaired];
    const parts = split(word);
    if (parts) return parts;
    const meant = nearest(word);
    return [meant ?? word];
  }

  /** Telex typed without the keyboard program: tone letters at the end or inside, doubled vowels, w and dd. */
  function withoutTelex(word: string): string | undefined {
    const candidates = new Set<string>();
    for (const toneless of [word, word.replace(/[sfrxj]$/, ""), word.replace(/[sfrxj](?=[a-z]{1,2}$)/, "")]) {
      const plain = toneless.replace(/dd/g, "d").replace(/([aeo])\1/g, "$1");
      candidates.add(plain);
      candidates.add(plain.replace(/w/g, ""));
      candidates.add(plain.replace(/^([a-z]*?)d$/, "$1").replace(/w/g, ""));
      // "khaisinh" typed "khai sinh" is another matter; here marks may stand apart: "dangd" for "đang".
      const last = /^d(.+)d$/.exec(plain);
      if (last) candidates.add(`d${last[1]?.replace(/w/g, "")}`);
      for (const vowel of ["a", "e", "o"]) {
        const apart = new RegExp(`^(.*${vowel})(.*)${vowel}$`).exec(plain);
        if (apart) candidates.add(`${apart[1]}${apart[2]}`);
      }
    }
    return [...candidates].find((one) => one !== word && has(one));
  }

  /** VNI typed without the keyboard program: digits for marks, as in "khai1 sinh", "d9ang". */
  function withoutVni(word: string): string | undefined {
    if (!/[a-z]\d/.test(word)) return undefined;
    const plain = word.replace(/\d/g, "");
    return has(plain) ? plain : undefined;
  }

  function split(word: string): string[] | undefined {
    for (let at = LEAST_PART_LENGTH; at <= word.length - LEAST_PART_LENGTH; at++) {
      const [left, right] = [word.slice(0, at), word.slice(at)];
      if (!has(left)) continue;
      if (has(right)) return [left, right];
      const rest = word.length > 8 ? split(right) : undefined;
      if (rest) return [left, ...rest];
    }
    return undefined;
  }

  /** The word that is one slip away and occurs most. */
  function nearest(word: string): string | undefined {
    if (word.length < LEAST_LENGTH_FOR_SLIPS) return undefined;
    const candidates = shapesOf(word).flatMap((shape) => byShape.get(shape) ?? []);
    let best: string | undefined;
    for (const candidate of new Set(candidates)) {
      if (!isWithinOneEdit(word, candidate)) continue;
      if (best === undefined || (counts.get(candidate) ?? 0) > (counts.get(best) ?? 0)) best = candidate;
    }
    return best;
  }
}

/** Words one slip apart share a shape: the word with one letter left out. */
function shapesOf(word: string): string[] {
  const shapes = [word];
  for (let at = 0; at < word.length; at++) shapes.push(word.slice(0, at) + word.slice(at + 1));
  return shapes;
}

function groupForSlips(words: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < LEAST_LENGTH_FOR_SLIPS - 1) continue;
    for (const shape of shapesOf(word)) {
      const group = groups.get(shape);
      if (group) group.push(word);
      else groups.set(shape, [word]);
    }
  }
  return groups;
}
