import type { PlaceFound, Places } from "../flow/assets.ts";
import { buildGazetteer, type Gazetteer } from "./gazetteer.ts";
import { findMentions } from "./mentions.ts";
import { nearestNames } from "./misspelt.ts";
import { type PlaceFiles, readPlaceTables } from "./place-tables.ts";
import { readPlaceWords, unitForms } from "./place-words.ts";
import { type Candidate, rankMentions, rankNames } from "./ranking.ts";
import { describe } from "./wording.ts";

/** Where this service is at home: its province's places come first. Code of `provinces.tsv`. */
export const HOME_PROVINCE = "24";
const MAX_CANDIDATES = 8;
const MAX_CHARACTERS = 300;

/**
 * Resolves today's and former names of communes, districts and provinces in typed text, with or without diacritics
 * and unit words. Where a name leads to several communes all of them are candidates, so that the person is asked.
 *
 * A name that exists in the home province means the place there, unless the text names another district or province.
 *
 * @param files the texts of `flows/places/`
 * @throws {Error} when a table does not fit together
 */
export function buildPlaces(files: PlaceFiles, { province = HOME_PROVINCE }: { province?: string } = {}): Places {
  const words = readPlaceWords(files.words);
  const units = unitForms(words);
  const gazetteer = buildGazetteer(readPlaceTables(files), words);

  function find(text: string): readonly PlaceFound[] {
    const typed = text.slice(0, MAX_CHARACTERS);
    const said = findMentions(typed, gazetteer, units);
    let candidates = rankMentions(said, gazetteer, province);
    if (candidates.length === 0 && said.mentions.length === 0) {
      candidates = rankNames(nearestNames(typed, gazetteer.entries, units), gazetteer, province);
    }
    return candidates.slice(0, MAX_CANDIDATES).map((candidate) => toFound(candidate, gazetteer));
  }

  function toFound(candidate: Candidate, from: Gazetteer): PlaceFound {
    const { name, note } = describe(candidate, from, words);
    return { code: candidate.code, name, ...(note && { note }) };
  }

  return {
    find,
    name: (code) => (gazetteer.communes.has(code) ? describe({ code, score: 0 }, gazetteer, words).name : undefined),
  };
}
