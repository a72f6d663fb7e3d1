import { dropMarks } from "./fold.ts";
import { findIdentityNumbers } from "./identity-numbers.ts";

/** What must never be held. Told apart so that the answer can say what to do instead. */
export type Secret = "password" | "otp" | "identityNumber";

export interface SecretContext {
  /** The talk just now was about a code (log-in, OTP, portal sign-in): a lone code of four to eight digits is one. */
  readonly codeIsLikely?: boolean;
}

const CODE_WORD =
  "(?:otp|ma otp|ma xac (?:thuc|nhan|minh)|ma (?:bao mat|kich hoat|dang nhap|sms|tin nhan|vneid)|smart ?otp|verification code|code)";
const CODE = "\\d(?:[ .\\-]?\\d){3,7}";
const LINK =
  "(?: ?[:=\\-]+ ?| (?:cua (?:toi|em|minh|con|chau|bac|co|chu|anh|chi|me|bo|vneid|no)|moi|vua|nhan|gui|ve|duoc|ne|day|la|nay|so|is)(?=\\b)){0,5}";
const OTP = new RegExp(
  `\\b${CODE_WORD}${LINK}[ :=]+(${CODE})(?![\\d/]|[.,]\\d| ?(?:so|chu so|ky tu|lan|phut|giay|ngay|dong|d|k|trieu)\\b)`,
);
const OTP_AFTER = new RegExp(`(?<![\\d/.-])(${CODE}) (?:la|chinh la) (?:cai )?${CODE_WORD}\\b`);
const LONE_CODE = /^(?:da |ma |la |ma la |day |day a |so |the code is )*\D{0,3}(\d(?:[ .-]?\d){3,7})\D{0,6}$/;
const PASSWORD_WORD = "(?:mat khau|mat ma|mk|pass ?word|pass|pw|pwd|pass ?code|ma pin|pin|matkhau)";
const OWNER =
  "(?: (?:cua|cho)? ?(?:toi|em|minh|con|chau|bac|co|chu|anh|chi|me|bo|ba|ong|vneid|zalo|cong|tai khoan|dvc|dich vu cong|dang nhap|cap 2|moi|cu|may|no)){0,4}";
const PASSWORD = new RegExp(
  `\\b${PASSWORD_WORD}${OWNER}(?<link> (?:la|is)\\b[ :=]*| ?[:=]+ ?| )(?<value>\\S+)(?<rest>.*)$`,
);
/** After "là" these begin an explanation or a question, not a password. */
const NOT_A_VALUE =
  /^(?:gi|j|sao|nao|ai|may|bao|cai|cac|mot|1|so|ky|chu|day|do|khong|ko|k|phai|bat|duoc|dc|nhu|the|ntn|toi|thong|ngay|email|sai|dung|cu|moi|lam|o|de|vi|do|bi|can|nen|ma|va|hay|hoac|co|cho|thi|roi|quen|het|khoa|a|ha|luon|nhe|khi|nhap|lay|dat|doi|tren|trong|dien|chua|van|may|tu)$/;
const ASKS =
  /\?|\b(?:la gi|la sao|the nao|lam sao|lam the nao|nhu nao|o dau|bao nhieu|may so|may ky tu|duoc khong|khong a|ntn)\b/;
const MAX_CHARACTERS = 4096;

/**
 * What of a text must be thrown away before anything is stored: a password or passcode, a one-time code, the number
 * of an identity card. Questions about these ("quên mật khẩu VNeID thì làm sao") are none.
 */
export function findSecret(text: string, context: SecretContext = {}): Secret | undefined {
  const plain = dropMarks(text.slice(0, MAX_CHARACTERS));
  if (OTP.test(plain) || OTP_AFTER.test(plain)) return "otp";
  if (context.codeIsLikely && LONE_CODE.test(plain)) return "otp";
  if (tellsPassword(text.slice(0, MAX_CHARACTERS), plain)) return "password";
  return findIdentityNumbers(plain).length > 0 ? "identityNumber" : undefined;
}

function tellsPassword(text: string, plain: string): boolean {
  let match = PASSWORD.exec(plain);
  while (match?.groups) {
    const { link = "", value = "", rest = "" } = match.groups;
    if (isPasswordValue(link, value, rest, writtenAs(text, value))) return true;
    match = PASSWORD.exec(`${value}${rest}`);
  }
  return false;
}

/** The value with its capitals, which the folded text has lost; the folded one where marks hide it. */
function writtenAs(text: string, value: string): string {
  const at = text.toLowerCase().indexOf(value);
  return at === -1 ? value : text.slice(at, at + value.length);
}

function isPasswordValue(link: string, value: string, after: string, written: string): boolean {
  const word = value.replace(/[.,;:!?]+$/, "");
  if (word === "" || NOT_A_VALUE.test(word) || ASKS.test(value + after)) return false;
  if (/^\d+$/.test(word) && /^ ?(?:ky tu|chu so|so|lan|chu|ki tu|thang|ngay|nam|phut)\b/.test(after.trimStart()))
    return false;
  const isMixed = /\d/.test(word) ? word.length >= 4 : /[^\p{L}\d]/u.test(word) || /\p{Ll}\p{Lu}/u.test(written);
  if (isMixed && !/^https?:/.test(word)) return true;
  const isStated = /\bla\b|\bis\b|[:=]/.test(link);
  return isStated && after.trim().split(/\s+/).filter(Boolean).length <= 2 && word.length >= 4;
}
