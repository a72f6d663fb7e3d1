import { foldedWords, hasMarks, tidy } from "./fold.ts";

/** Longest answer, in words, that may still be a plain yes or no with something behind it. */
const MAX_WORDS = 9;

const phrases = (list: string) => new Set(list.split(","));

const NO = phrases(
  "khong,ko,k,kg,kh,khg,hong,hok,hk,hem,khum,khom,hung,no,nope,nah,n,khong co,hong co,hem co,khong phai,hong phai,khong dung,khong he,khong can," +
    "khong duoc,khong muon,khong bao gio,khong dau,chua,chua co,chua lam,chua xong,chua he,chua bao gio,chua phai,chua duoc,chua can,dau co,dau," +
    "lam gi co,khoi,khoi can,thoi,thoi khoi,sai,sai roi,chang,chang co,cha co,mo co,tu choi,bo qua,van chua,con chua,hien chua,vo,chua nua,lam gi",
);
const YES = phrases(
  "co,da,vang,vag,uh,u,um,uhm,uk,ukm,uhuh,o,oh,uo,u hu,dung,dung vay,dung the,chinh xac,chuan,phai,dung roi,phai roi,roi,rui,co roi,da roi,co rui,lam roi," +
    "xong,xong roi,da xong,da lam,da lam roi,da xong roi,duoc,duoc chu,co chu,dc,ok,oke,oki,okie,okay,okela,okla,o ke,yes,yep,yeah,yea,y,ye,dong y,nhat tri," +
    "hien nhien,tat nhien,di nhien,duong nhien,chac chan,chac chan roi,co het,co du,day du,du,du roi,muon,can,co can,co muon,co nhe,han roi,chinh no,duoc roi",
);
/** Said with an answer and carrying none: politeness, address, softeners. `da`, `vang`, `u` before an answer too. */
const POLITE = phrases(
  "a,ah,ak,nha,nhe,nhi,nghe,ne,he,hen,ha,hi,hihi,haha,oi,ban,ad,admin,shop,em,anh,chi,bac,chau,co,chu,ong,ba,minh,toi,tui,tao,thua,bot,nhen,nghen,day,do,ma," +
    "luon,nua,vay,z,zay,the,thi,cung,het,that,da,vang,u,uh,um,o,e,hic,huhu,i",
);
const UNSURE =
  /\b(?:(?:khong|ko|k|hong|chua|chang) (?:biet|bit|bik|ro|nho|chac|hieu|thay ro)|co (?:the|le|khi)|hinh nhu|chac la|hen xui|phan van|co hay (?:khong|ko|chua)|hoac)\b/;
/** A question back is no answer: "có cần không", "phải không", "là gì". */
const ASKS =
  /\b(?:gi|j|sao|nao|dau|ai|may|bao gio|bao lau|bao nhieu|the nao|ntn|ha|a)$|.\b(?:khong|ko|chua|hong|hok|k)$/;

/**
 * Yes or no as people in all regions type it, the answer perhaps wrapped in politeness or followed by a reason.
 * `undefined` when it is neither, when somebody does not know, or when it is a question back.
 *
 * @example readYesNo("dạ rồi ạ") // true
 * @example readYesNo("hông") // false
 */
export function readYesNo(text: string): boolean | undefined {
  if (misleads(text)) return undefined;
  const words = foldedWords(text).map(unstretch);
  if (words.length === 0) return readEmoji(text);
  const whole = words.join(" ");
  if (UNSURE.test(whole)) return undefined;
  return readWhole(words) ?? readClause(text) ?? readSentence(words, text);
}

/** The same with the words that only marks tell from an answer: "cô", "đủ"… are left to the folded reading. */
function misleads(text: string): boolean {
  return hasMarks(text) && /^(?:cô|cỗ|cổ|cờ|đủ rồi đấy)$/u.test(tidy(text));
}

/** "khôngggg", "okkkk", "cóóó" */
function unstretch(word: string): string {
  return word
    .replace(/(.)\1{2,}$/, "$1")
    .replace(/^(ok)k+$/, "$1")
    .replace(/^(\p{L}*[aeiouyg])\1*$/u, "$1");
}

/** The answer with politeness around it. The longest phrase wins, so "không cô ạ" stays a no. */
function readWhole(words: readonly string[]): boolean | undefined {
  for (let drop = 0; drop < words.length; drop++) {
    for (let front = 0; front <= drop; front++) {
      const inner = words.slice(front, words.length - (drop - front));
      const dropped = [...words.slice(0, front), ...words.slice(words.length - (drop - front))];
      if (!dropped.every((word) => POLITE.has(word))) continue;
      const phrase = inner.join(" ");
      if (NO.has(phrase)) return false;
      if (YES.has(phrase)) return true;
    }
  }
  return undefined;
}

/** "Chưa, mai mới đi": what stands before the first comma or full stop. */
function readClause(text: string): boolean | undefined {
  const [clause = "", ...rest] = text.split(/[,.;:!\n–-]+/);
  if (rest.length === 0 || /\?/.test(text)) return undefined;
  const words = foldedWords(clause).map(unstretch);
  return words.length === 0 || words.length > MAX_WORDS ? undefined : readWhole(words);
}

/** "tôi có giấy rồi", "chưa có giấy chứng sinh", "bé đã đăng ký rồi" */
function readSentence(words: readonly string[], text: string): boolean | undefined {
  const start = words.findIndex((word) => !POLITE.has(word) || word === "co");
  const rest = words.slice(Math.max(start, 0));
  const sentence = rest.join(" ");
  if (rest.length > MAX_WORDS || /\?/.test(text) || ASKS.test(sentence)) return undefined;
  if (/\b(?:chua|khong|ko|hong|hok|chang|khum)\b/.test(sentence)) return false;
  if (/^(?:co|da|dung|phai) /.test(sentence)) return true;
  return /\broi$/.test(sentence) ? true : undefined;
}

function readEmoji(text: string): boolean | undefined {
  const yes = /[👍✅👌🆗🙆✔☑]/u.test(text);
  const no = /[👎❌🙅🚫✖]/u.test(text);
  return yes === no ? undefined : yes;
}
