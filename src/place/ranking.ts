import { compareMarks } from "../language/spelling.ts";
import type { Area, Entry, Gazetteer } from "./gazetteer.ts";
import type { Mention, PlaceText } from "./mentions.ts";
import type { FormerUnit } from "./place-tables.ts";

/** A commune of today that a text may mean. */
export interface Candidate {
  readonly code: string;
  readonly score: number;
  /** The old name that led here. */
  readonly former?: FormerUnit;
  /** The old district that led here. */
  readonly district?: string;
  /** Another place of the same old name is a candidate too: its district must be shown. */
  readonly isHomonym?: boolean;
}

/** What speaks for and against a reading. Only the order of their sizes matters. */
const WEIGHT = {
  contextFits: 20,
  contextContradicts: -12,
  contextDoubtful: -3,
  atHome: 6,
  unitFits: 4,
  unitDiffers: -2,
  marksFit: 3,
  marksDiffer: -9,
  eraFits: 6,
  eraDiffers: -3,
  isPresent: 1,
} as const;
/** Readings this much worse than the best one are dropped. */
const TOLERANCE = 8;
/** A name of one syllable ("Kép", "Chũ") counts without a unit word only beside this few other words. */
const MAX_OTHER_WORDS_FOR_SHORT_NAME = 1;

/** Today's communes that the mentions may mean, best first. */
export function rankMentions(text: PlaceText, gazetteer: Gazetteer, home: string): Candidate[] {
  const mentions = text.mentions.filter((mention) => isCredible(mention, text));
  const all = mentions.flatMap((mention) => readCommune(mention, mentions, gazetteer, home));
  const areas = readAreas(mentions, gazetteer, home);
  if (all.length === 0) return areas;
  const named = keepBest(all, gazetteer, home, mentions.length > 1);
  const seen = new Set(named.map(({ code }) => code));
  const isAlsoDistrict = mentions.length === 1 && mentions[0]?.unit === undefined;
  if (!isAlsoDistrict) return named;
  const isHome = ({ code }: Candidate) => gazetteer.communes.get(code)?.province === home;
  const onlyHome = named.some(isHome);
  return [...named, ...areas.filter((area) => !seen.has(area.code) && (!onlyHome || isHome(area)))];
}

/** The communes of names that were found by another way than mentions. */
export function rankNames(entries: readonly Entry[], gazetteer: Gazetteer, home: string): Candidate[] {
  const all = entries.flatMap((entry) => candidatesOf(entry, entry.former ? 0 : WEIGHT.isPresent));
  return keepBest(all, gazetteer, home, false);
}

function isCredible(mention: Mention, { otherWords }: PlaceText): boolean {
  if (mention.unit || mention.areas.length > 0) return true;
  const isShort = mention.entries.every(({ syllables }) => syllables === 1);
  return !isShort || otherWords <= MAX_OTHER_WORDS_FOR_SHORT_NAME;
}

function readCommune(mention: Mention, mentions: readonly Mention[], gazetteer: Gazetteer, home: string): Candidate[] {
  const pointsHigher = mention.unit !== undefined && mention.unit.covers !== "commune" && mention.areas.length > 0;
  if (pointsHigher) return [];
  const isProvince = mention.unit === undefined && mention.areas.some(({ level }) => level === "province");
  const others = mentions.filter((other) => other !== mention && other.areas.length > 0);
  return mention.entries.flatMap((entry) => {
    if (isProvince && entry.former) return [];
    const own = scoreName(mention, entry) + scoreContext(entry, others);
    const atHome = entry.codes.some((code) => gazetteer.communes.get(code)?.province === home) ? WEIGHT.atHome : 0;
    return candidatesOf(entry, own + atHome);
  });
}

function candidatesOf(entry: Entry, score: number): Candidate[] {
  return entry.codes.map((code) => ({ code, score, ...(entry.former && { former: entry.former }) }));
}

function scoreName({ unit, spelling, era }: Mention, entry: Entry): number {
  let score = 0;
  if (unit?.covers === "commune") score += unit.unit === entry.unit ? WEIGHT.unitFits : WEIGHT.unitDiffers;
  const marks = compareMarks(spelling, entry.spelling);
  if (marks === "same") score += WEIGHT.marksFit;
  if (marks === "differs") score += WEIGHT.marksDiffer;
  const ownEra = entry.former ? "former" : "present";
  if (era) score += era === ownEra ? WEIGHT.eraFits : WEIGHT.eraDiffers;
  return entry.former ? score : score + WEIGHT.isPresent;
}

/** Whether the other names in the text are districts or provinces of this place. */
function scoreContext(entry: Entry, others: readonly Mention[]): number {
  return others.reduce((score, other) => {
    if (areasMeant(other).some(({ id }) => entry.areas.includes(id))) return score + WEIGHT.contextFits;
    const isSurelyArea = other.entries.length === 0 || (other.unit !== undefined && other.unit.covers !== "commune");
    return score + (isSurelyArea ? WEIGHT.contextContradicts : WEIGHT.contextDoubtful);
  }, 0);
}

/** The districts or provinces that a mention may be, given its unit word. */
function areasMeant({ areas, unit }: Mention): readonly Area[] {
  if (!unit || unit.covers === "commune") return areas;
  const fitting = areas.filter((area) => {
    if (unit.covers === "city") return area.unit === unit.unit;
    return area.level === unit.covers;
  });
  return fitting.length > 0 ? fitting : areas;
}

/** One candidate per commune, without those much worse than the best, the home province alone where nothing points away. */
function keepBest(all: readonly Candidate[], gazetteer: Gazetteer, home: string, hasContext: boolean): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const candidate of all) {
    const known = best.get(candidate.code);
    if (!known || candidate.score > known.score) best.set(candidate.code, candidate);
  }
  const sorted = [...best.values()].toSorted((one, other) => other.score - one.score);
  const top = sorted[0]?.score ?? 0;
  const close = sorted.filter(({ score }) => score >= top - TOLERANCE);
  const isHome = ({ code }: Candidate) => gazetteer.communes.get(code)?.province === home;
  const [first] = close;
  const kept = !hasContext && first && isHome(first) ? close.filter(isHome) : close;
  return kept.map((candidate) => ({ ...candidate, isHomonym: hasTwin(candidate, kept) }));
}

function hasTwin({ former }: Candidate, all: readonly Candidate[]): boolean {
  return (
    former !== undefined && all.some((other) => other.former?.name === former.name && other.former.code !== former.code)
  );
}

/** Where only a district is named: its communes, the one that bears its name first. */
function readAreas(mentions: readonly Mention[], gazetteer: Gazetteer, home: string): Candidate[] {
  const districts = mentions.flatMap((mention) =>
    areasMeant(mention)
      .filter(({ level }) => level === "district")
      .map((area) => ({ area, mention })),
  );
  const provinces = mentions.flatMap((mention) => areasMeant(mention).filter(({ level }) => level === "province"));
  const homeArea = gazetteer.areaOfProvince(home);
  const candidates = districts.map(({ area, mention }) => {
    const codes = gazetteer.communesOf(area.id);
    const areasOf = new Set(codes.flatMap((code) => gazetteer.areasOfCommune(code)));
    const fits = provinces.some(({ id }) => areasOf.has(id)) && mentions.length > 1;
    const atHome = homeArea !== undefined && areasOf.has(homeArea);
    const marks = compareMarks(
      mention.spelling,
      area.name.split(" ").slice(-mention.spelling.split(" ").length).join(" "),
    );
    const score =
      (fits ? WEIGHT.contextFits : 0) + (atHome ? WEIGHT.atHome : 0) + (marks === "differs" ? WEIGHT.marksDiffer : 0);
    return { area, codes, score };
  });
  const top = Math.max(...candidates.map(({ score }) => score));
  return candidates
    .filter(({ score }) => score === top)
    .flatMap(({ area, codes }) =>
      namesakeFirst(area, codes, gazetteer).map((code) => ({ code, score: 0, district: area.name })),
    );
}

function namesakeFirst(area: Area, codes: readonly string[], gazetteer: Gazetteer): string[] {
  const bears = (code: string) => {
    const name = gazetteer.communes.get(code)?.name.toLowerCase() ?? "";
    return area.name.toLowerCase().endsWith(name.replace(/^(?:xã|phường|đặc khu) /, " ").trim());
  };
  return [...codes.filter(bears), ...codes.filter((code) => !bears(code))];
}
