import { dropMarks } from "./fold.ts";

/** A phone number as understood (E.164) and as people in Vietnam write it. */
export interface ReadPhone {
  /** `+84912345678` */
  readonly value: string;
  /** `0912 345 678` */
  readonly shown: string;
}

/**
 * A run of digits as people group them, the country code perhaps in front. Groups are split by single separators.
 */
const RUN = /(?<![\d/])(?:\+|00)?\(?\d\)?(?:[ .\-()]{0,2}\d){7,14}(?![\d/])/g;
/** Ten digits: 03, 05, 07, 08, 09. @source Circular 22/2014/TT-BTTTT and the renumbering of 2018 */
const MOBILE = /^0[35789]\d{8}$/;
/** Fixed lines: eleven digits, 02 and the area. */
const FIXED = /^02\d{9}$/;
/** Eleven-digit mobile prefixes given up on 15 September 2018 and what became of them. @source Decision 798/QĐ-BTTTT of 2018 */
const FORMER_PREFIXES: Readonly<Record<string, string>> = {
  "0120": "070",
  "0121": "079",
  "0122": "077",
  "0126": "076",
  "0128": "078",
  "0123": "083",
  "0124": "084",
  "0125": "085",
  "0127": "081",
  "0129": "082",
  "0162": "032",
  "0163": "033",
  "0164": "034",
  "0165": "035",
  "0166": "036",
  "0167": "037",
  "0168": "038",
  "0169": "039",
  "0186": "056",
  "0188": "058",
  "0199": "059",
};

/**
 * The one Vietnamese phone number in a text; `undefined` when there is none or more than one.
 *
 * @example readPhone("sdt em là 0912.345.678 ạ") // { value: "+84912345678", shown: "0912 345 678" }
 */
export function readPhone(text: string): ReadPhone | undefined {
  const found = new Set<string>();
  for (const [run] of dropMarks(text).matchAll(RUN)) {
    const national = toNational(run);
    if (national) found.add(national);
  }
  const [national, another] = found;
  if (national === undefined || another !== undefined) return undefined;
  return { value: `+84${national.slice(1)}`, shown: group(national) };
}

/** The number with its leading zero, or `undefined` when it is no Vietnamese one. */
function toNational(run: string): string | undefined {
  let digits = run.replace(/\D/g, "");
  if (/^(?:00)?84\d{9,10}$/.test(digits)) digits = digits.replace(/^(?:00)?84/, "0");
  else if (/^(?:00)?840\d{9,10}$/.test(digits)) digits = digits.replace(/^(?:00)?84/, "");
  const renumbered = FORMER_PREFIXES[digits.slice(0, 4)];
  if (digits.length === 11 && renumbered) digits = renumbered + digits.slice(4);
  return MOBILE.test(digits) || FIXED.test(digits) ? digits : undefined;
}

function group(national: string): string {
  if (national.length === 10) return `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`;
  const area = /^02[48]/.test(national) ? 3 : 4;
  const rest = national.slice(area);
  return `${national.slice(0, area)} ${rest.slice(0, -4)} ${rest.slice(-4)}`;
}
