import type { Places } from "../flow/assets.ts";
import { buildPlaces } from "../place/places.ts";
import type { ContentFiles } from "./read-files.ts";

const FOLDER = "flows/places";

/** The places of `flows/places/`, the communes of `province` first. */
export function placesFromFiles(files: ContentFiles, province: string): Places {
  const read = (name: string) => files.get(`${FOLDER}/${name}`) ?? "";
  const tables = {
    provinces: read("provinces.tsv"),
    communes: read("communes.tsv"),
    former: read("former.tsv"),
    words: read("words.yaml"),
  };
  return buildPlaces(tables, { province });
}
