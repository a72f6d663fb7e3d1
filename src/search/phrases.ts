import { foldedWords } from "../language/fold.ts";

/** Rewrites runs of words; the longest run that is known wins. */
export interface PhraseTable {
  rewrite(words: readonly string[]): string[];
}

/** @param pairs folded phrase → folded words that stand for it */
export function buildPhraseTable(pairs: Iterable<readonly [string, readonly string[]]>): PhraseTable {
  const byPhrase = new Map<string, readonly string[]>();
  const lengths = new Map<string, number>();
  for (const [phrase, means] of pairs) {
    const words = foldedWords(phrase);
    const [first] = words;
    if (!first) continue;
    byPhrase.set(words.join(" "), means);
    lengths.set(first, Math.max(lengths.get(first) ?? 0, words.length));
  }
  return {
    rewrite(words) {
      const out: string[] = [];
      for (let at = 0; at < words.length; ) {
        const length = longestAt(words, at);
        if (length > 0) out.push(...(byPhrase.get(words.slice(at, at + length).join(" ")) ?? []));
        else out.push(words[at] ?? "");
        at += Math.max(length, 1);
      }
      return out;
    },
  };

  function longestAt(words: readonly string[], at: number): number {
    const most = Math.min(lengths.get(words[at] ?? "") ?? 0, words.length - at);
    for (let length = most; length > 0; length--) {
      if (byPhrase.has(words.slice(at, at + length).join(" "))) return length;
    }
    return 0;
  }
}
