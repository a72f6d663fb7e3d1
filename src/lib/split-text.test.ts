import fc from "fast-check";
import { expect, test } from "vitest";
import { splitText } from "./split-text.ts";

test("a short text stays whole", () => {
  expect(splitText(" Giấy chứng sinh. ", 100)).toEqual(["Giấy chứng sinh."]);
});

test("a long text is cut between sentences rather than inside one", () => {
  expect(splitText("Bước một xong rồi. Bước hai cũng vậy. Còn bước ba.", 30)).toEqual([
    "Bước một xong rồi.",
    "Bước hai cũng vậy.",
    "Còn bước ba.",
  ]);
});

test("no piece is over the limit, no word is lost, no emoji is cut in half", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), fc.integer({ min: 2, max: 60 }), (text, limit) => {
      const pieces = splitText(text, limit);
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(limit);
        if (text.isWellFormed()) expect(piece.isWellFormed()).toBe(true);
      }
      expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }),
  );
});
