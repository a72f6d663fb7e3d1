import { dropMarks, hasMarks, tidy } from "./fold.ts";

/** Stand for what was taken out. */
export const MASKED_NUMBER = "###";
export const MASKED_NAME = "***";

/** A word with this many digits may be somebody's number, date or code. "CT07", "mức 2", "75 tuổi" stay. */
const MIN_DIGITS = 3;
const ADDRESSES = /\S+@\S+|https?:\/\/\S+|www\.\S+|@\w{3,}/gu;
const NUMBERED = /[\p{L}\d]*\d[\p{L}\d]*(?:[ .\-/]{1,2}[\p{L}]{0,3}\d[\p{L}\d]*)*/gu;
/** The surnames of nearly everybody in Vietnam that are no other everyday word. */
const SURNAMES = new Set(
  (
    "nguyễn,trần,lê,phạm,hoàng,huỳnh,phan,vũ,võ,đặng,bùi,đỗ,hồ,ngô,dương,lý,đinh,đoàn,trịnh,trương,lâm,mai,đào,lương,lưu,hà,triệu,thân,giáp,nghiêm,khúc," +
    "cao,tạ,tô,thái,quách,kiều,mạc,tống,phùng,vương,tăng,diệp,hứa,nông,thạch,chu,doãn,đàm,ninh,tôn"
  ).split(","),
);
/** Lower-case surnames that are no everyday words: they alone start a name nobody capitalised. */
const SURE_SURNAMES =
  "nguyen|tran|pham|hoang|huynh|phan|dang|bui|duong|dinh|doan|trinh|truong|trieu|nghiem|phung|vuong|luong";
const MIDDLE =
  "van|thi|duc|huu|quang|minh|ngoc|xuan|thanh|quoc|dinh|hong|kim|thu|cong|ba|viet|tuan|anh|hoang|gia|bao|phuong|trong|the|manh|khac|dang|nhu|my|tien";
const BARE_SURNAMES = new RegExp(`^(?:${SURE_SURNAMES}|le|vu|vo|do|ho|ngo|ly|mai|dao|ha|ta|to|chu)$`);
const BARE_NAME = new RegExp(
  `\\b(?:${SURE_SURNAMES}|le|vu|vo|do|ho|ngo|ly|mai|dao|ha|ta|to|chu) (?:${MIDDLE})(?: \\p{L}+){1,2}\\b`,
  "gu",
);
const NAME_INTRODUCED =
  /\b(ten (?:la|toi la|con la|em la|chau la|be la|chong la|vo la|bo la|me la)|ho (?:va )?ten(?: la| :|:)?|toi ten(?: la)?|em ten(?: la)?|con ten(?: la)?|chau ten(?: la)?|be ten(?: la)?|minh ten(?: la)?|ten:) ((?:\p{L}+ ?){1,4})/gu;
const ADDRESSED = /^(?:ong|ba|anh|chi|em|chau|be|co|chu|bac|con|vo|chong|cu|bo|me)$/;

/**
 * A text without what could tell who wrote it: numbers, dates, codes, addresses and names become {@link MASKED_NUMBER}
 * and {@link MASKED_NAME}. For the editors' list of questions that found nothing. Errs on the side of masking.
 *
 * @example maskPersonal("tôi là Nguyễn Văn An, 0912345678, làm hộ chiếu") // "tôi là ***, ###, làm hộ chiếu"
 */
export function maskPersonal(text: string): string {
  const clean = maskNumbers(text.normalize("NFC").replace(ADDRESSES, MASKED_NUMBER));
  return maskTypedNames(/\p{Ll}/u.test(clean) ? maskCapitalNames(clean) : clean);
}

function maskNumbers(text: string): string {
  return text.replace(NUMBERED, (run) => (run.replace(/\D/g, "").length >= MIN_DIGITS ? MASKED_NUMBER : run));
}

/** Capitalised words in a row that begin with a surname, or stand behind "ông", "chị", "bé"… */
function maskCapitalNames(text: string): string {
  const words = text.split(/(\s+)/);
  for (let at = 0; at < words.length; at += 2) {
    const end = endOfCapitals(words, at);
    const isAddressed = at >= 2 && ADDRESSED.test(bare(words[at - 2]));
    const isName = isSurname(words[at], words[at + 2]) ? end > at : isAddressed && end >= at && !isShout(words[at]);
    if (end < at || !isName) continue;
    const tail = /[^\p{L}]*$/u.exec(words[end] ?? "")?.[0] ?? "";
    words.splice(at, end - at + 1, MASKED_NAME + tail);
  }
  return words.join("");
}

/** Exact where marks are typed: "Đặng", not "Đăng". */
function isSurname(word: string | undefined, next: string | undefined): boolean {
  const letters = tidy(word ?? "").replace(/[^\p{L}]/gu, "");
  if (hasMarks(letters)) return SURNAMES.has(letters);
  return (SURNAMES.has(letters) || BARE_SURNAMES.test(letters)) && !/^k[iy]$/.test(bare(next));
}

/** Index of the last capitalised word in a row from `at`; below `at` when there is none. */
function endOfCapitals(words: readonly string[], at: number): number {
  let end = at - 2;
  for (let next = at; next < words.length && next <= at + 8; next += 2) {
    if (!/^[^\p{L}]*\p{Lu}/u.test(words[next] ?? "")) break;
    end = next;
    if (/[^\p{L}]$/u.test(words[next] ?? "")) break;
  }
  return end;
}

function isShout(word: string | undefined): boolean {
  return word !== undefined && word.length > 1 && word === word.toUpperCase();
}

function bare(word: string | undefined): string {
  return dropMarks(word ?? "").replace(/[^\p{L}]/gu, "");
}

/** Names without capitals, found on the text without marks and cut at the same places. */
function maskTypedNames(text: string): string {
  const plain = bareSameLength(text);
  const isMasked = new Array<boolean>(text.length).fill(false);
  for (const match of plain.matchAll(BARE_NAME)) isMasked.fill(true, match.index, match.index + match[0].length);
  for (const match of plain.matchAll(NAME_INTRODUCED)) {
    const name = match[2] ?? "";
    const start = match.index + match[0].length - name.length;
    isMasked.fill(true, start, start + name.trimEnd().length);
  }
  const letters = Array.from({ length: text.length }, (_, at) => {
    if (!isMasked[at]) return text.charAt(at);
    return isMasked[at - 1] ? "" : MASKED_NAME;
  });
  return letters.join("");
}

function bareSameLength(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const bareCharacter = text.charAt(at).normalize("NFD").charAt(0).toLowerCase();
    return bareCharacter === "đ" ? "d" : bareCharacter || " ";
  }).join("");
}
