import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDate } from "../../src/language/dates.ts";
import { foldVietnamese } from "../../src/language/fold.ts";
import { maskPersonal } from "../../src/language/mask.ts";
import { readNumber } from "../../src/language/numbers.ts";
import { readOrdinal } from "../../src/language/ordinals.ts";
import { readPhone } from "../../src/language/phone.ts";
import { readYesNo } from "../../src/language/yes-no.ts";
import { shippedContent } from "../support/content.ts";

const TUESDAY = "2026-11-24";

describe("dates as people write them", () => {
  test.each([
    ["15/8/2026", "2026-08-15"],
    ["15-8-2026", "2026-08-15"],
    ["15.8.26", "2026-08-15"],
    ["ngày 15 tháng 8 năm 2026", "2026-08-15"],
    ["ngay 15 thang 8 nam 2026", "2026-08-15"],
    ["hôm nay", "2026-11-24"],
    ["hom qua", "2026-11-23"],
    ["hôm kia", "2026-11-22"],
    ["ngày mai", "2026-11-25"],
    ["mùng 3 tháng 11 năm 2026", "2026-11-03"],
  ])("%s", (text, value) => expect(readDate(text, TUESDAY)?.value).toBe(value));

  test.each(["30/2/2026", "hôm nào đó", "khai sinh", "32/1/2026", ""])("%s is no date", (text) => {
    expect(readDate(text, TUESDAY)).toBeUndefined();
  });
});

describe("numbers, yes and no, places in a list, phone numbers", () => {
  test.each([
    ["15", 15],
    ["mười lăm", 15],
    ["ba mươi mốt", 31],
    ["2tr5", 2_500_000],
  ])("%s is %d", (text, value) => expect(readNumber(text)?.value).toBe(value));

  test.each([
    ["có", true],
    ["dạ rồi", true],
    ["ừm", true],
    ["ok", true],
    ["không", false],
    ["chưa", false],
    ["hông", false],
  ])("%s is %s", (text, value) => expect(readYesNo(text)).toBe(value));

  test("what is neither yes nor no is neither", () => expect(readYesNo("khai sinh")).toBeUndefined());

  test.each([
    ["cái thứ hai ạ", 2],
    ["số 3", 3],
    ["cái đầu tiên", 1],
  ])("%s is the %d. of four", (text, value) => expect(readOrdinal(text, 4)).toBe(value));

  test("a phone number is read however it is grouped, an identity number is none", () => {
    expect(readPhone("0912.345.678")?.value).toBe(readPhone("+84 912 345 678")?.value);
    expect(readPhone("024057001234")).toBeUndefined();
  });
});

describe("folding", () => {
  test("makes one of NFC, NFD, old and new tone placement and letter case", () => {
    const forms = ["Hoà Thuỷ ĐẶNG", "hòa thủy đặng", "Hòa Thủy Đặng".normalize("NFD"), "  HOA-thuy, dang "];
    expect(new Set(forms.map(foldVietnamese))).toEqual(new Set(["hoa thuy dang"]));
  });

  test("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        expect(foldVietnamese(foldVietnamese(text))).toBe(foldVietnamese(text));
      }),
    );
  });
});

test("what editors see of a comment names nobody", () => {
  const masked = maskPersonal("tôi là Nguyễn Văn An, số 0912345678, căn cước 024057001234");
  for (const secret of ["Nguyễn", "0912345678", "024057001234"]) expect(masked).not.toContain(secret);
});

describe("places", async () => {
  const { assets } = await shippedContent();
  test.each([
    ["xã Cao Xá", "xã Tân Yên, tỉnh Bắc Ninh"],
    ["phuong tho xuong", "phường Bắc Giang, tỉnh Bắc Ninh"],
    ["Xã Tân Yên", "xã Tân Yên, tỉnh Bắc Ninh"],
    ["phường Bắc Giang", "phường Bắc Giang, tỉnh Bắc Ninh"],
  ])("%s is today's %s", (typed, name) => expect(assets.places.find(typed)[0]?.name).toBe(name));

  test("a former name that leads to two communes is asked about", () => {
    expect(assets.places.find("xã Đồng Tiến").length).toBeGreaterThan(1);
  });
});

describe("search", async () => {
  const { assets, procedures } = await shippedContent();
  const first = (query: string) => assets.search(query, "vi").results[0]?.id;

  test("every procedure is found by its plain name, with and without diacritics, in NFC and NFD, and by its code", () => {
    const missed: string[] = [];
    for (const { data } of procedures.values()) {
      const { plain } = data.names;
      for (const typed of [plain, foldVietnamese(plain), plain.normalize("NFD"), plain.toUpperCase()]) {
        if (
          !assets
            .search(typed, "vi")
            .results.slice(0, 3)
            .some(({ id }) => id === data.slug)
        )
          missed.push(typed);
      }
    }
    expect(missed).toEqual([]);
  });

  test.each([
    ["lam lai cccd bi mat cho me toi", "id-card-replace"],
    ["hom kia vo toi moi sinh", "birth-registration"],
    ["xin giấy độc thân vay ngân hàng", "marital-status"],
    ["nhap ho khau ve nha chong", "permanent-residence"],
    ["cu nha toi 80 tuoi khong co luong huu", "elderly-pension"],
    ["sao y công chứng", "certified-copy"],
    ["mở quán tạp hóa", "household-business-new"],
  ])("%s → %s", (query, slug) => expect(first(query)).toBe(slug));

  test.each(["hôm nay trời đẹp quá", "ly hôn đơn phương", "giá vàng hôm nay", "asdf qwer", ""])(
    "%s offers nothing",
    (query) => {
      expect(assets.search(query, "vi")).toMatchObject({ understood: false, results: [] });
    },
  );

  test("no text, however strange, breaks it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 4_096 }), (text) => void assets.search(text, "vi")),
      { numRuns: 60 },
    );
    expect(() => assets.search("a".repeat(4_096), "vi")).not.toThrow();
  });
});
