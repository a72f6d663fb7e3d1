/**
 * Runs of digits that can be nothing but a personal identity number.
 *
 * Twelve digits: province of birth registration 001–096, century and sex, year, serial. Nine digits: the number of
 * the old people's identity card, whose first two digits are a province. @source Decree 137/2015/ND-CP art. 13;
 * Circular 59/2021/TT-BCA art. 4; Decision 1224/BNV of 1976 for the nine digits
 */
const TWELVE = /^0(?:0[1-9]|[1-8]\d|9[0-6])\d{9}$/;
const NINE = /^[0-3]\d{8}$/;
/** Digits in groups, split by single spaces, dots or hyphens; nothing joins it to letters, more digits or a slash. */
const RUN = /(?<![\p{L}\d/+]|[\p{L}\d][-./])\d(?:[ .-]?\d){8,15}(?![\d/]|[-.]\d|\p{L})/gu;
const NAMES_IDENTITY =
  /\b(?:cccd|cmnd|cmt|cmtnd|cc|can cuoc|chung minh(?: nhan dan| thu)?|dinh danh|so cc|ma dinh danh|giay to tuy than|id)\b[^\d]{0,40}$/;
const NAMES_OTHER =
  /\b(?:sdt|dt|so dien thoai|dien thoai|phone|hotline|zalo|goi|stk|so tai khoan|tai khoan|ma ho so|ho so|ma so thue|mst|ma don|bien lai|so bien nhan|ngay|tien|phi|gia)\b[^\d]{0,20}$/;
const IS_MONEY = /^ ?(?:d|dong|vnd|vnđ|k|nghin|ngan|trieu|tr|ty|usd)\b/;

export interface DigitRun {
  readonly start: number;
  readonly end: number;
}

/** Where identity numbers stand in a text whose marks are already dropped (`dropMarks`). */
export function findIdentityNumbers(plain: string): DigitRun[] {
  const found: DigitRun[] = [];
  for (const match of plain.matchAll(RUN)) {
    const [run] = match;
    const before = plain.slice(Math.max(0, match.index - 60), match.index);
    const after = plain.slice(match.index + run.length, match.index + run.length + 12);
    if (isIdentityNumber(run, before, after)) found.push({ start: match.index, end: match.index + run.length });
  }
  return found;
}

function isIdentityNumber(run: string, before: string, after: string): boolean {
  const digits = run.replace(/\D/g, "");
  if (IS_MONEY.test(after) || (digits.length !== 9 && digits.length !== 12)) return false;
  if (NAMES_IDENTITY.test(before)) return true;
  if (NAMES_OTHER.test(before) || looksLikeDates(run)) return false;
  if (digits.length === 12) return TWELVE.test(digits);
  return NINE.test(digits) && !looksLikeMoney(run);
}

/** "120.000.000": three groups of three that do not begin with nought. */
function looksLikeMoney(run: string): boolean {
  return /^[1-9]\d{0,2}(?:\.\d{3})+$/.test(run);
}

/** "15 08 1990", "01.01.2020-31.12.2020", "2020 2021 2022" */
function looksLikeDates(run: string): boolean {
  const groups = run.split(/[ .-]/);
  if (groups.length < 3) return groups.length === 2 && groups.every((group) => group.length <= 2);
  const isDate = groups.some((group, at) => {
    const [day, month, year] = [Number(group), Number(groups[at + 1]), groups[at + 2] ?? ""];
    return (
      group.length <= 2 &&
      (groups[at + 1] ?? "").length <= 2 &&
      day <= 31 &&
      month <= 12 &&
      /^(?:19|20)\d{2}$/.test(year)
    );
  });
  return isDate || groups.every((group) => /^(?:19|20)\d{2}$/.test(group));
}
