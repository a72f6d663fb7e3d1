import { aligned } from "../language/fold.ts";
import { compareMarks } from "../language/spelling.ts";
import type { Area, Entry, Gazetteer } from "./gazetteer.ts";
import type { Level, UnitForms, UnitWord } from "./place-words.ts";

/** A stretch of words that names a place, with everything it may be. */
export interface Mention {
  /** Word positions; `end` not included. */
  readonly start: number;
  readonly end: number;
  /** As typed, lower case, without its unit word. */
  readonly spelling: string;
  /** The unit word before it. */
  readonly unit?: UnitWord;
  readonly entries: readonly Entry[];
  readonly areas: readonly Area[];
  /** "… cũ" or "… mới" stands behind it. */
  readonly era?: "former" | "present";
}

export interface PlaceText {
  readonly mentions: readonly Mention[];
  /** How many words name no place. */
  readonly otherWords: number;
}

const LONGEST_NAME_WORDS = 6;
const MAX_WORDS = 60;

interface Word {
  readonly plain: string;
  readonly shown: string;
}

/** Finds the names in a text: those with a unit word first, then the longest. They never overlap. */
export function findMentions(text: string, gazetteer: Gazetteer, units: UnitForms): PlaceText {
  const words = splitWords(text);
  const taken = new Array<boolean>(words.length).fill(false);
  const mentions: Mention[] = [];
  const claim = (mention: Mention | undefined, from: number) => {
    if (!mention || taken.slice(from, mention.end).some(Boolean)) return;
    taken.fill(true, from, mention.end);
    mentions.push(mention);
  };
  for (let at = 0; at < words.length; at++) {
    for (const length of [2, 1]) {
      const unit = unitAt(words, at, length, units);
      if (unit && !taken[at]) claim(longestName(words, at + length, gazetteer, taken, unit), at);
    }
  }
  for (let length = LONGEST_NAME_WORDS; length >= 1; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      if (!taken.slice(at, at + length).some(Boolean)) claim(nameAt(words, at, length, gazetteer), at);
    }
  }
  const fillers = words.filter((word, at) => !taken[at] && !units.has(word.plain)).length;
  return { mentions: mentions.toSorted((one, other) => one.start - other.start), otherWords: fillers };
}

function unitAt(words: readonly Word[], at: number, length: number, units: UnitForms): UnitWord | undefined {
  const form = words.slice(at, at + length);
  const unit = units.get(form.map(({ plain }) => plain).join(" "));
  const shown = form.map(({ shown }) => shown).join(" ");
  return unit && compareMarks(shown, unit.spelling) !== "differs" ? unit : undefined;
}

function longestName(
  words: readonly Word[],
  at: number,
  gazetteer: Gazetteer,
  taken: readonly boolean[],
  unit: UnitWord,
): Mention | undefined {
  for (let length = LONGEST_NAME_WORDS; length >= 1; length--) {
    if (at + length > words.length || taken.slice(at, at + length).some(Boolean)) continue;
    const mention = nameAt(words, at, length, gazetteer);
    if (mention && covers(unit.covers, mention)) return { ...mention, unit };
  }
  return undefined;
}

/** A unit word in front of something of another level is no unit word ("p" before a province). */
function covers(level: Level, { entries, areas }: Mention): boolean {
  if (level === "province") return areas.some((area) => area.level === "province");
  return entries.length > 0 || areas.length > 0;
}

function nameAt(words: readonly Word[], at: number, length: number, gazetteer: Gazetteer): Mention | undefined {
  const key = words
    .slice(at, at + length)
    .map(({ plain }) => plain.replace(/^0+(?=\d)/, ""))
    .join("");
  const entries = gazetteer.entries.get(key) ?? [];
  const areas = gazetteer.areas.get(key) ?? [];
  if (entries.length === 0 && areas.length === 0) return undefined;
  const end = at + length;
  const next = words[end]?.plain;
  const era = next === "cu" ? "former" : next === "moi" ? "present" : undefined;
  const spelling = words.slice(at, end).map(({ shown }) => shown);
  return { start: at, end, spelling: spelling.join(" "), entries, areas, ...(era && { era }) };
}

/** "p5" and "q.3" become unit word and number. */
function splitWords(text: string): Word[] {
  const { shown, plain } = aligned(text.replace(/'|’/g, " "));
  const words: Word[] = [];
  for (const match of plain.matchAll(/\p{L}+|\d+/gu)) {
    if (words.length >= MAX_WORDS) break;
    words.push({ plain: match[0], shown: shown.slice(match.index, match.index + match[0].length) });
  }
  return words;
}
