/** The tables of `flows/places/`, as files hold them. */
export interface PlaceFiles {
  readonly provinces: string;
  readonly communes: string;
  readonly former: string;
  /** YAML: see {@link placeWords}. */
  readonly words: string;
}

/** A unit of today. `name` carries its unit word: "Xã Tân Yên". */
export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  /** In force since, `YYYY-MM-DD`. */
  readonly validFrom: string;
}

export interface Province {
  readonly code: string;
  readonly name: string;
}

/** A unit that ended with the mergers of 1 July 2025. `code` lives in a name space of its own. */
export interface FormerUnit {
  readonly code: string;
  readonly name: string;
  readonly district: FormerDistrict;
  /** Today's codes, several where the unit was divided. */
  readonly present: readonly string[];
}

export interface FormerDistrict {
  readonly code: string;
  readonly name: string;
  readonly province: string;
}

export interface PlaceTables {
  readonly provinces: readonly Province[];
  readonly communes: readonly Commune[];
  readonly former: readonly FormerUnit[];
}

/** @throws {Error} naming the table and the line that does not fit */
export function readPlaceTables(files: PlaceFiles): PlaceTables {
  const provinces = rows(files.provinces, "provinces", 3).map(([code, name]) => ({ code, name }));
  const known = new Set(provinces.map(({ code }) => code));
  const communes = rows(files.communes, "communes", 4).map(([code, province, name, validFrom]) => {
    if (!known.has(province)) throw new Error(`places/communes.tsv: ${code} lies in no known province: ${province}`);
    return { code, province, name, validFrom };
  });
  return { provinces, communes, former: readFormer(files.former, new Set(communes.map(({ code }) => code))) };
}

function readFormer(text: string, communes: ReadonlySet<string>): FormerUnit[] {
  const units: FormerUnit[] = [];
  let district: FormerDistrict | undefined;
  for (const line of lines(text)) {
    const [code = "", name = "", third = "", fourth = ""] = line.split("\t");
    if (code === "=") {
      district = { code: name, name: third, province: fourth };
      continue;
    }
    const present = third.split(" ");
    if (!district || !present.every((each) => communes.has(each))) {
      throw new Error(`places/former.tsv: ${line} leads to no known commune`);
    }
    units.push({ code, name, district, present });
  }
  return units;
}

type Row = readonly [string, string, string, string];

function rows(text: string, table: string, columns: number): Row[] {
  return lines(text).map((line) => {
    const [first = "", second = "", third = "", fourth = "", ...rest] = line.split("\t");
    const cells = [first, second, third, fourth].filter(Boolean).length;
    if (cells !== columns || rest.length > 0)
      throw new Error(`places/${table}.tsv: expected ${columns} columns: ${line}`);
    return [first, second, third, fourth];
  });
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
