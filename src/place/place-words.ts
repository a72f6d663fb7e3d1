import { parse } from "yaml";
import { z } from "zod";
import { foldVietnamese } from "../language/fold.ts";

/** What level of unit a word such as "xã" or "thành phố" points to. */
export type Level = "commune" | "district" | "city" | "province";

const shape = z.strictObject({
  /** Sentences with `{{former}}`, `{{district}}`, `{{now}}`. */
  notes: z.strictObject({ former: z.string(), divided: z.string(), district: z.string() }),
  units: z.record(
    z.string(),
    z.strictObject({ covers: z.enum(["commune", "district", "city", "province"]), forms: z.array(z.string()).min(1) }),
  ),
  provinces: z.record(z.string(), z.array(z.string())),
});

export type PlaceWords = z.infer<typeof shape>;

/** @throws {z.ZodError} when the file does not have the shape of `flows/places/words.yaml` */
export function readPlaceWords(yaml: string): PlaceWords {
  return shape.parse(parse(yaml));
}

/** A unit word of a text, folded → what it means. */
export type UnitForms = ReadonlyMap<string, UnitWord>;

export interface UnitWord {
  readonly unit: string;
  /** With its marks: "Xá" in a name is no "xã". */
  readonly spelling: string;
  readonly covers: Level;
}

export function unitForms({ units }: PlaceWords): UnitForms {
  const forms = new Map<string, UnitWord>();
  for (const [unit, { covers, forms: spoken }] of Object.entries(units)) {
    for (const form of spoken) forms.set(form, { unit: foldVietnamese(unit), spelling: unit, covers });
  }
  return forms;
}

/** Takes official names apart: "Thị trấn Tây Yên Tử" → its unit word, folded, and the name as written. */
export function nameSplitter({ units }: PlaceWords): (full: string) => { unit: string; name: string } {
  const folded = new Map(Object.keys(units).map((unit) => [unit, foldVietnamese(unit)]));
  const pattern = new RegExp(`^(${[...folded.keys()].join("|")}) `, "i");
  return (full) => {
    const unit = pattern.exec(full)?.[1];
    if (unit === undefined) return { unit: "", name: full };
    return { unit: folded.get(unit.toLowerCase()) ?? "", name: full.slice(unit.length + 1) };
  };
}

/** A name as it is looked up: folded, without spaces, numbers without leading noughts. */
export function nameKey(name: string): string {
  return foldVietnamese(name)
    .replace(/\b0+(?=\d)/g, "")
    .replace(/ /g, "");
}
