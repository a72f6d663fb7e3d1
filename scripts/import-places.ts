/**
 * Makes `flows/places/{provinces,communes,former}.tsv` from the two public data sets named in
 * `flows/places/README.md`, and prints what changed in numbers, so that a person can accept or refuse it.
 *
 * node scripts/import-places.ts <units.json> <old-to-new.csv>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";

const EXPECTED_PROVINCES = 34;
const MERGED_ON = "2025-07-01";
/** Đồng Nai became a city and ten of its communes wards. @source Resolution 237/NQ-UBTVQH16 of 14 April 2026 */
const DONG_NAI_CITY_ON = "2026-04-30";
const DONG_NAI = "75";

const unit = z.object({ code: z.string(), full_name: z.string() });
const units = z.array(unit.extend({ wards: z.array(unit) }));

interface FormerRow {
  readonly province: string;
  readonly district: string;
  readonly districtCode: string;
  readonly code: string;
  readonly name: string;
  readonly newCode: string;
  readonly newName: string;
}

const { positionals } = parseArgs({ allowPositionals: true });
const [unitsPath, formerPath] = positionals;
if (!unitsPath || !formerPath) throw new Error("usage: node scripts/import-places.ts <units.json> <old-to-new.csv>");
const provinces = units.parse(JSON.parse(readFileSync(unitsPath, "utf8")));
const former = readFormer(readFileSync(formerPath, "utf8"));
if (provinces.length !== EXPECTED_PROVINCES)
  throw new Error(`${provinces.length} provinces, expected ${EXPECTED_PROVINCES}`);
const target = new URL("../flows/places/", import.meta.url);
write("provinces.tsv", provinceLines());
write("communes.tsv", communeLines());
write("former.tsv", formerLines());

function write(name: string, lines: readonly string[]): void {
  writeFileSync(new URL(name, target), `${lines.join("\n")}\n`.normalize("NFC"));
  console.log(`${name}: ${lines.length} lines`);
}

function provinceLines(): string[] {
  return provinces.map(({ code, full_name }) =>
    [code, full_name, code === DONG_NAI ? DONG_NAI_CITY_ON : MERGED_ON].join("\t"),
  );
}

/** Code, province, name, in force since. A ward that the older list still calls a commune was raised in 2026. */
function communeLines(): string[] {
  const namesOf2025 = new Map(former.map(({ newCode, newName }) => [newCode, newName]));
  return provinces.flatMap((province) =>
    province.wards.map(({ code, full_name }) => {
      const raised = namesOf2025.get(code)?.startsWith("Xã ") && full_name.startsWith("Phường ");
      return [code, province.code, full_name, raised ? DONG_NAI_CITY_ON : MERGED_ON].join("\t");
    }),
  );
}

/** A heading line per district (`=`, code, name, province), below it its units: code, name, today's codes. */
function formerLines(): string[] {
  const codes = new Map(provinces.flatMap(({ wards }) => wards.map(({ code, full_name }) => [code, full_name])));
  const lines: string[] = [];
  let district = "";
  for (const [, rows] of Map.groupBy(former, ({ districtCode, code }) => `${districtCode}/${code}`)) {
    const [row] = rows;
    if (!row) continue;
    if (row.districtCode !== district) lines.push(["=", row.districtCode, row.district, row.province].join("\t"));
    district = row.districtCode;
    lines.push([row.code, row.name, rows.map((each) => presentCode(each, codes)).join(" ")].join("\t"));
  }
  return lines;
}

/** The older list's code, or where the catalogue has changed it the code that carries the same name now. */
function presentCode(row: FormerRow, codes: ReadonlyMap<string, string>): string {
  if (codes.has(row.newCode)) return row.newCode;
  const known = new Set(former.map(({ newCode }) => newCode));
  const renamed = [...codes].filter(([code, name]) => name === row.newName && !known.has(code));
  const [only] = renamed;
  if (!only || renamed.length !== 1) throw new Error(`no present unit for ${row.newCode} ${row.newName}`);
  return only[0];
}

function readFormer(csv: string): FormerRow[] {
  const [head = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = head.replace(/^\ufeff/, "").split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    const cell = (name: string) => (cells[names.indexOf(name)] ?? "").trim();
    return {
      province: cell("old_province"),
      district: cell("old_district"),
      districtCode: cell("old_district_code"),
      code: cell("old_ward_code"),
      name: cell("old_ward"),
      newCode: cell("new_ward_code"),
      newName: cell("new_ward"),
    };
  });
}
