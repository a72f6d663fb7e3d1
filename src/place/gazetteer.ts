import { foldedWords, tidy } from "../language/fold.ts";
import type { Commune, FormerUnit, PlaceTables } from "./place-tables.ts";
import { nameKey, nameSplitter, type PlaceWords } from "./place-words.ts";

/** A commune-level name of today or of before, ready to be found. */
export interface Entry {
  /** The name as written without unit word, lower case: "thọ xương". */
  readonly spelling: string;
  readonly unit: string;
  readonly syllables: number;
  /** Today's codes that the name leads to. */
  readonly codes: readonly string[];
  /** Set for a name of before the mergers. */
  readonly former?: FormerUnit;
  /** Ids of the districts and provinces, of today and of before, that the place lies in. */
  readonly areas: readonly number[];
}

/** A district of before, or a province of today or of before. */
export interface Area {
  readonly id: number;
  readonly level: "district" | "province";
  readonly unit: string;
  /** With unit word, as written. */
  readonly name: string;
}

export interface Gazetteer {
  readonly communes: ReadonlyMap<string, Commune>;
  readonly provinceNames: ReadonlyMap<string, string>;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly areas: ReadonlyMap<string, readonly Area[]>;
  /** Today's communes of an area, those with most of its former units first. */
  communesOf(area: number): readonly string[];
  /** The areas that a commune of today lies in. */
  areasOfCommune(code: string): readonly number[];
  /** The area of a province of today, by its code. */
  areaOfProvince(code: string): number | undefined;
}

/** Indexes both tables by name. Built once at start; a look-up is a map access. */
export function buildGazetteer(tables: PlaceTables, words: PlaceWords): Gazetteer {
  const split = nameSplitter(words);
  const areas = new AreaIndex(words, split);
  const present = new Map(tables.provinces.map(({ code, name }) => [code, areas.add("province", name)]));
  const provinceOf = new Map(tables.communes.map(({ code, province }) => [code, present.get(province)]));
  const entries = new Map<string, Entry[]>();
  const areasOfCommune = new Map<string, Set<number>>(
    tables.communes.map(({ code }) => [code, new Set([provinceOf.get(code)].filter((id) => id !== undefined))]),
  );
  const weights = new Map<number, Map<string, number>>();
  for (const unit of tables.former) {
    const own = [
      areas.add("district", unit.district.name, unit.district.code),
      areas.add("province", unit.district.province),
    ];
    for (const code of unit.present) {
      for (const area of own) {
        areasOfCommune.get(code)?.add(area);
        addWeight(weights, area, code);
      }
    }
    const reached = unit.present.map((code) => provinceOf.get(code)).filter((id) => id !== undefined);
    if (unit.name) addEntry(entries, split(unit.name), unit.present, [...new Set([...own, ...reached])], unit);
  }
  for (const { code, name } of tables.communes) {
    addEntry(entries, split(name), [code], [...(areasOfCommune.get(code) ?? [])]);
    const id = provinceOf.get(code);
    if (id !== undefined) addWeight(weights, id, code);
  }
  return {
    communes: new Map(tables.communes.map((commune) => [commune.code, commune])),
    provinceNames: new Map(tables.provinces.map(({ code, name }) => [code, name])),
    entries,
    areas: areas.byKey(),
    communesOf: (area) => byWeight(weights.get(area)),
    areasOfCommune: (code) => [...(areasOfCommune.get(code) ?? [])],
    areaOfProvince: (code) => present.get(code),
  };
}

function byWeight(weights: ReadonlyMap<string, number> | undefined): string[] {
  return [...(weights ?? [])].toSorted(([, one], [, other]) => other - one).map(([code]) => code);
}

function addWeight(weights: Map<number, Map<string, number>>, area: number, code: string): void {
  const communes = weights.get(area) ?? new Map<string, number>();
  communes.set(code, (communes.get(code) ?? 0) + 1);
  weights.set(area, communes);
}

function addEntry(
  entries: Map<string, Entry[]>,
  { unit, name }: { unit: string; name: string },
  codes: readonly string[],
  areas: readonly number[],
  former?: FormerUnit,
): void {
  const entry: Entry = {
    spelling: tidy(name),
    unit,
    syllables: foldedWords(name).length,
    codes,
    areas,
    ...(former && { former }),
  };
  for (const key of keysOf(name)) {
    const same = entries.get(key);
    if (same) same.push(entry);
    else entries.set(key, [entry]);
  }
}

/** The name itself; for "Móng Cái 2" and "Phường 1 Bảo Lộc" also without the number, which people leave out. */
function keysOf(name: string): Iterable<string> {
  if (!/\d| - /.test(name)) return [nameKey(name)];
  const numbered = /^(?:\d+ (.+)|(.+) \d+)$/.exec(name);
  const base = numbered?.[1] ?? numbered?.[2];
  const parts = name.includes(" - ")
    ? name
        .split(" - ")
        .filter((part) => part.includes(" "))
        .slice(0, 1)
    : [];
  return new Set([name, ...(base ? [base] : []), ...parts].map(nameKey));
}

type Split = ReturnType<typeof nameSplitter>;

/** Gives every district and province one id and finds it by all its names. */
class AreaIndex {
  readonly #words: PlaceWords;
  readonly #split: Split;
  readonly #ids = new Map<string, number>();
  #next = 0;
  readonly #byKey = new Map<string, Area[]>();

  constructor(words: PlaceWords, split: Split) {
    this.#words = words;
    this.#split = split;
  }

  /** A province of before and one of today with the same name are one area; districts differ by code. */
  add(level: Area["level"], full: string, code = ""): number {
    const identity = `${level}/${code || full}`;
    const known = this.#ids.get(identity);
    if (known !== undefined) return known;
    const { unit, name } = this.#split(full);
    const twin = code ? undefined : this.#byKey.get(nameKey(name))?.find((area) => area.level === level);
    if (twin) {
      this.#ids.set(identity, twin.id);
      return twin.id;
    }
    const area = { id: this.#next++, level, unit, name: full };
    this.#ids.set(identity, area.id);
    const spoken = level === "province" ? this.#aliases(name) : [];
    for (const key of new Set([name, ...spoken].map(nameKey))) {
      const same = this.#byKey.get(key);
      if (same) same.push(area);
      else this.#byKey.set(key, [area]);
    }
    return area.id;
  }

  byKey(): ReadonlyMap<string, readonly Area[]> {
    return this.#byKey;
  }

  #aliases(name: string): readonly string[] {
    const listed = Object.entries(this.#words.provinces).find(([of]) => nameKey(of) === nameKey(name));
    return listed?.[1] ?? [];
  }
}
