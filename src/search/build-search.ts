import type { Found, Search, SearchAnswer } from "../flow/assets.ts";
import { foldedWords } from "../language/fold.ts";
import { buildPhraseTable, type PhraseTable } from "./phrases.ts";
import type { Intent, SearchData } from "./search-data.ts";
import { buildVocabulary, type Vocabulary } from "./vocabulary.ts";

/** A procedure as the search knows it. */
export interface SearchEntry {
  readonly slug: string;
  readonly name: string;
  readonly official: string;
  readonly code: string | null;
  readonly synonyms: readonly string[];
  readonly summary: string;
}

const MAX_RESULTS = 5;
const MAX_QUERY_LENGTH = 500;
/** A best match under this says nothing: better to ask again than to offer something else. Found on our evaluation set. */
const LEAST_SCORE = 0.34;
/** Results this much below the best are noise. */
const LEAST_SHARE = 0.65;
/** Readings of one message (abbreviations with several meanings) that are tried. */
const MAX_READINGS = 12;
/** A longer message is about something, however politely it begins. */
const MAX_INTENT_WORDS = 14;
const CODE = /\b\d\.\d{6}\b/;

interface Phrase {
  readonly procedure: number;
  readonly words: readonly string[];
  /** Sum of the weights of its words. */
  readonly weight: number;
  /** Names and synonyms weigh more than the summary. */
  readonly trust: number;
}

/**
 * Finds procedures by the words people use. Every phrase known of a procedure (names, synonyms, what people say) is
 * compared with the message: rare words count more than common ones, neighbours in order count extra, words without
 * a topic do not count. Abstains when no phrase explains enough of the message, or a topic outside fits better.
 */
export function buildSearch(entries: readonly SearchEntry[], data: SearchData): Search {
  const vocabulary = buildVocabulary(allTexts(entries, data));
  const same = buildPhraseTable(
    data.same.flatMap(([first = "", ...others]) => [first, ...others].map((one) => [one, foldedWords(first)] as const)),
  );
  // Without marks "chú" is "chữ" and "tự" is "tử": a word of a topic is no filler, however it is also used.
  const topics = new Set(data.same.flatMap(([first = ""]) => foldedWords(first)));
  const fillers = new Set(data.fillers.flatMap((filler) => foldedWords(filler)).filter((word) => !topics.has(word)));
  const canonical = (text: string) => same.rewrite(foldedWords(text)).filter((word) => !fillers.has(word));
  const names = entries.map(({ name }) => name);
  const index = buildIndex(entries, data, canonical);
  const intents = new Map(
    (Object.entries(data.intents) as [Intent, readonly string[]][]).flatMap(([intent, phrases]) =>
      phrases.map((phrase) => [foldedWords(phrase).join(" "), intent] as const),
    ),
  );
  const polite = new Set(data.polite.flatMap((word) => foldedWords(word)));
  const anywhere = [...intents].filter(
    ([phrase, intent]) => (intent === "emergency" || intent === "abuse") && phrase.includes(" "),
  );
  const byCode = new Map(entries.flatMap(({ code }, at) => (code ? [[code, at] as const] : [])));
  const nothing: SearchAnswer = { results: [], understood: false };

  return (query) => {
    const text = query.slice(0, MAX_QUERY_LENGTH);
    const code = byCode.get(CODE.exec(text)?.[0] ?? "");
    if (code !== undefined) return { results: [toFound(code, 1)], understood: true };
    const intent = intentOf(text);
    if (intent) return { ...nothing, intent };
    const scores = new Map<number, number>();
    let outside = 0;
    for (const words of readings(text, vocabulary, same, data)) {
      const heard = words.filter((word) => !fillers.has(word));
      if (heard.length === 0) continue;
      const match = index.match(heard);
      outside = Math.max(outside, match.outside);
      for (const [procedure, score] of match.scores) scores.set(procedure, Math.max(scores.get(procedure) ?? 0, score));
    }
    const ranked = [...scores].toSorted((a, b) => b[1] - a[1]);
    const best = ranked[0]?.[1] ?? 0;
    if (best < LEAST_SCORE || outside > best) return nothing;
    const results = ranked.filter(([, score]) => score >= best * LEAST_SHARE).slice(0, MAX_RESULTS);
    return { results: results.map(([procedure, score]) => toFound(procedure, score)), understood: true };
  };

  function toFound(procedure: number, score: number): Found {
    return { id: entries[procedure]?.slug ?? "", score: Math.round(score * 1_000) / 10, name: names[procedure] ?? "" };
  }

  /** A whole message, but for polite words; cries for help and abuse wherever they stand in it. */
  function intentOf(text: string): Intent | undefined {
    const words = foldedWords(text).slice(0, MAX_INTENT_WORDS);
    const whole = intents.get(words.join(" ")) ?? intents.get(words.filter((word) => !polite.has(word)).join(" "));
    if (whole) return whole;
    const said = ` ${words.join(" ")} `;
    return anywhere.find(([phrase]) => said.includes(` ${phrase} `))?.[1];
  }
}

interface Match {
  readonly scores: ReadonlyMap<number, number>;
  readonly outside: number;
}

function buildIndex(
  entries: readonly SearchEntry[],
  data: SearchData,
  canonical: (text: string) => string[],
): { match(words: readonly string[]): Match } {
  const drafts = entries.flatMap(({ slug, name, official, synonyms, summary }, procedure) => [
    ...[name, official, ...synonyms, ...(data.procedures[slug] ?? [])].map((text) => ({
      procedure,
      words: canonical(text),
      trust: 1,
    })),
    { procedure, words: canonical(summary), trust: 0.6 },
  ]);
  const OUTSIDE = -1;
  drafts.push(...data.outside.map((text) => ({ procedure: OUTSIDE, words: canonical(text), trust: 1 })));
  const weights = weigh(drafts);
  const weightOf = (word: string) => weights.get(word) ?? UNKNOWN_WEIGHT;
  const phrases: Phrase[] = drafts
    .filter(({ words }) => words.length > 0)
    .map((draft) => ({ ...draft, weight: sum(draft.words.map(weightOf)) }));
  const sizes = new Map<number, number>();
  for (const { procedure } of phrases) sizes.set(procedure, (sizes.get(procedure) ?? 0) + 1);
  const byWord = new Map<string, number[]>();
  for (const [at, { words }] of phrases.entries()) {
    for (const word of new Set(words)) byWord.set(word, [...(byWord.get(word) ?? []), at]);
  }

  return {
    match(words) {
      const heard = sum(words.map(weightOf));
      const candidates = new Set(words.flatMap((word) => byWord.get(word) ?? []));
      const scores = new Map<number, number>();
      const explained = new Map<number, Set<string>>();
      const holding = new Map<number, number>();
      let outside = 0;
      for (const at of candidates) {
        const phrase = phrases[at];
        if (!phrase) continue;
        const { procedure } = phrase;
        const score = compare(words, heard, phrase, weightOf) * phrase.trust;
        if (procedure === OUTSIDE) {
          // Each phrase out there is a topic of its own; together they explain nothing.
          const alone = 1 - TOGETHER_SHARE * (1 - shareOf(words, new Set(phrase.words)));
          outside = Math.max(outside, score * alone * OUTSIDE_SHARE);
          continue;
        }
        scores.set(procedure, Math.max(scores.get(procedure) ?? 0, score));
        holding.set(procedure, (holding.get(procedure) ?? 0) + score);
        const known = explained.get(procedure) ?? new Set();
        for (const word of phrase.words) known.add(word);
        explained.set(procedure, known);
      }
      for (const [procedure, score] of scores) {
        const together = 1 - TOGETHER_SHARE * (1 - shareOf(words, explained.get(procedure) ?? new Set()));
        // Between two that know the same short phrase, the one that mostly speaks of it is meant.
        const focus = (holding.get(procedure) ?? 0) / (sizes.get(procedure) ?? 1);
        scores.set(procedure, score * together * (1 - FOCUS_SHARE) + score * focus * FOCUS_SHARE);
      }

      function shareOf(said: readonly string[], known: ReadonlySet<string>): number {
        return sum(said.map((word) => (known.has(word) ? weightOf(word) : 0))) / heard;
      }
      return { scores, outside };
    },
  };
}

/** Of a word that no phrase holds: as rare as can be, so it counts against every match. */
const UNKNOWN_WEIGHT = 3;
const TOGETHER_SHARE = 0.35;
const FOCUS_SHARE = 0.2;
/** A topic outside has to fit clearly better than a procedure does. */
const OUTSIDE_SHARE = 0.85;
const ORDER_BONUS = 0.25;
/** Which share of the score is how much of the phrase was said, the rest how much of the message it explains. */
const PHRASE_SHARE = 0.55;

/** How well a phrase and a message fit, 0 to about 1. */
function compare(words: readonly string[], heard: number, phrase: Phrase, weightOf: (word: string) => number): number {
  const inMessage = new Set(words);
  const shared = [...new Set(phrase.words)].filter((word) => inMessage.has(word));
  const weight = sum(shared.map(weightOf));
  const ofPhrase = weight / phrase.weight;
  const ofMessage = weight / heard;
  const pairs = new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
  const wanted = phrase.words.slice(1).map((word, at) => `${phrase.words[at]} ${word}`);
  const inOrder = wanted.length === 0 ? 1 : wanted.filter((pair) => pairs.has(pair)).length / wanted.length;
  const fit = ofPhrase * PHRASE_SHARE + ofMessage * (1 - PHRASE_SHARE);
  return fit * ofPhrase ** 0.5 * (1 - ORDER_BONUS + ORDER_BONUS * inOrder);
}

/** Words in few procedures weigh more: a smoothed inverse document frequency. */
function weigh(phrases: readonly { procedure: number; words: readonly string[] }[]): Map<string, number> {
  const documents = new Map<string, Set<number>>();
  for (const { procedure, words } of phrases) {
    for (const word of words) documents.set(word, (documents.get(word) ?? new Set()).add(procedure));
  }
  const count = new Set(phrases.map(({ procedure }) => procedure)).size;
  return new Map([...documents].map(([word, { size }]) => [word, Math.log(1 + count / (size + 0.5))]));
}

/** What a message may say: each meaning of each abbreviation, the usual one first. */
function readings(text: string, vocabulary: Vocabulary, same: PhraseTable, data: SearchData): string[][] {
  const raw = text
    .toLowerCase()
    .normalize("NFC")
    .split(/[\s,;:!?()"“”]+/)
    .filter(Boolean);
  let lists: string[][] = [[]];
  for (const word of raw) {
    const means = data.abbreviations.get(word.replace(/\.+$/, ""));
    const choices = means ? means.map((one) => foldedWords(one)) : [vocabulary.read(word)];
    lists = lists.flatMap((list) => choices.map((choice) => [...list, ...choice])).slice(0, MAX_READINGS);
  }
  return lists.map((list) => same.rewrite(list));
}

function allTexts(entries: readonly SearchEntry[], data: SearchData): string[] {
  return [
    ...entries.flatMap(({ name, official, synonyms, summary }) => [name, official, ...synonyms, summary]),
    ...Object.values(data.procedures).flat(),
    ...data.same.flat(),
    ...data.outside,
    ...data.fillers,
    ...[...data.abbreviations.values()].flat(),
    ...Object.values(data.intents).flat(),
  ];
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
