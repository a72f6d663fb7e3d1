import { aligned } from "./fold.ts";

/** Somebody takes back what was understood. */
export interface Correction {
  /** What they do not mean, as typed; absent when they only say that it was wrong. */
  readonly not?: string;
  /** What they mean; absent when they did not say. */
  readonly instead?: string;
}

const NO = "(?:khong phai|ko phai|k phai|hong phai|hok phai|khong phai la|dau phai|chu khong phai|khong dung|ko dung)";
const SUBJECT = "(?:(?:y |cai )?(?:toi|em|minh|con|chau|bac|tui) )?";
const MEANS = `(?:ma )?${SUBJECT}(?:(?:la|muon(?: hoi| lam| tim)?|can|hoi|dang hoi|noi|dinh|ma la|phai la) )?`;
const TAIL = /[ ,.!]*(?:\b(?:a|dau|co|nhe|nha|day|do|ma|chu|kia|roi|ban oi|ad|em|voi|moi dung)\b[ ,.!]*)*$/;
const MAX_CHARACTERS = 300;

/** Each pattern runs on text without marks; the groups are cut from the text as typed. */
const PATTERNS: readonly RegExp[] = [
  // "không phải thường trú mà là tạm trú", "không phải thường trú, tạm trú"
  new RegExp(
    `^(?:a |o |da |oi |u )*${NO} (?:la )?(?<not>[^,.;:!]{2,80}?)(?: ?[,.;:!–-] ?| (?=ma |y toi|toi muon|toi can|la ))${MEANS}(?<instead>.{2,120})$`,
    "d",
  ),
  // "tạm trú chứ không phải thường trú"
  new RegExp(`^(?:da |a |o )*(?<instead>.{2,120}?)[ ,]+(?:chu |ma )?${NO} (?:la )?(?<not>.{2,80})$`, "d"),
  // "không phải, tôi muốn tạm trú", "nhầm rồi, tạm trú cơ", "à nhầm tạm trú"
  new RegExp(
    `^(?:a |o |da |oi |u )*(?:${NO}|(?:toi |em )?(?:go |bam |chon |noi |viet |hoi )?(?:nham|lon|sai)(?: roi| mat)?)(?: ?[,.;:!–-] ?| (?=y |toi |la ))${MEANS}(?<instead>.{2,120})$`,
    "d",
  ),
  new RegExp(`^(?:a |o )+nham ?,? ${MEANS}(?<instead>.{2,120})$`, "d"),
  // "ý tôi là tạm trú"
  /^(?:a |o |da |u )*y (?:cua )?(?:toi|em|minh|con|chau|bac|tui) (?:la|muon hoi|muon noi|la hoi|hoi)(?: la| ve)? ?(?<instead>.{2,120})$/d,
];
const ONLY_WRONG = new RegExp(
  `^(?:da |a |o |u )*(?:${NO}(?: cai (?:nay|do))?|(?:toi |em )?(?:go |bam |chon |noi |hoi )?(?:nham|sai)(?: roi)?)(?: roi| dau| vay)?[ .!a]*$`,
);

/**
 * A correction such as "không phải thường trú, tạm trú", "ý tôi là tạm trú", "nhầm rồi". `undefined` for anything
 * else, also for a plain "không".
 *
 * @example readCorrection("không phải thường trú, tạm trú") // { not: "thường trú", instead: "tạm trú" }
 */
export function readCorrection(text: string): Correction | undefined {
  const { shown, plain } = aligned(text.slice(0, MAX_CHARACTERS));
  if (/\?\s*$/.test(plain) || /\bphai khong$/.test(plain)) return undefined;
  if (ONLY_WRONG.test(plain)) return {};
  for (const pattern of PATTERNS) {
    const places = pattern.exec(plain)?.indices?.groups;
    if (!places) continue;
    const [not, instead] = [cut(shown, plain, places.not), cut(shown, plain, places.instead)];
    if (not !== undefined || instead !== undefined) return { ...(not && { not }), ...(instead && { instead }) };
  }
  return undefined;
}

function cut(shown: string, plain: string, place: readonly [number, number] | undefined): string | undefined {
  if (!place) return undefined;
  const [start, end] = place;
  const tail = TAIL.exec(plain.slice(start, end))?.[0].length ?? 0;
  return shown.slice(start, end - tail).trim() || undefined;
}
