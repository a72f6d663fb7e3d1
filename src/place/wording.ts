import type { Gazetteer } from "./gazetteer.ts";
import type { PlaceWords } from "./place-words.ts";
import type { Candidate } from "./ranking.ts";

/** A candidate in words: "xã Tân Yên, tỉnh Bắc Ninh", and why it is one where an old name was given. */
export function describe(
  candidate: Candidate,
  gazetteer: Gazetteer,
  { notes }: PlaceWords,
): { name: string; note?: string } {
  const commune = gazetteer.communes.get(candidate.code);
  if (!commune) return { name: candidate.code };
  const now = lowerUnit(commune.name);
  const name = `${now}, ${lowerUnit(gazetteer.provinceNames.get(commune.province) ?? "")}`;
  const { former, district } = candidate;
  if (former && former.name !== commune.name) {
    const sentence = former.present.length > 1 ? notes.divided : notes.former;
    const full = `${lowerUnit(former.name)} (${lowerUnit(former.district.name)})`;
    return { name, note: fill(sentence, { former: candidate.isHomonym ? full : lowerUnit(former.name), now }) };
  }
  return district ? { name, note: fill(notes.district, { district: lowerUnit(district), now }) } : { name };
}

/** "Xã Tân Yên" → "xã Tân Yên" */
function lowerUnit(name: string): string {
  return (
    name.charAt(0).toLowerCase() + name.slice(1).replace(/^(hị|hành) (Trấn|Xã|Phố)/, (words) => words.toLowerCase())
  );
}

function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? "");
}
