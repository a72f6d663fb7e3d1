import { expect, test } from "vitest";
import { compileCondition, compileExpression, ExpressionError } from "./expression.ts";

const fields = {
  born: { type: "date" },
  parents: { type: "choice" },
  proof: { type: "boolean" },
  copies: { type: "number" },
  ready: { type: "list" },
} as const;
const TODAY = "2026-11-24";

function holds(source: string, answers = {}): unknown {
  const compiled = compileCondition(source, fields);
  if ("problem" in compiled) throw new Error(compiled.problem);
  return compiled.expression.evaluate(answers, TODAY);
}

test("dates are counted to the day given, never to a clock", () => {
  expect(holds("daysSince(born) > 60", { born: "2026-09-24" })).toBe(true);
  expect(holds("daysSince(born) > 60", { born: "2026-09-25" })).toBe(false);
  expect(holds("fullYears(born) >= 75", { born: "1951-11-24" })).toBe(true);
  expect(holds("daysUntil(born) == 1", { born: "2026-11-25" })).toBe(true);
});

test("what was not answered reads as empty, and a condition over a missing date is false either way", () => {
  expect(holds('parents == "married"')).toBe(false);
  expect(holds("!proof")).toBe(true);
  expect(holds("daysSince(born) > 60")).toBe(false);
  expect(holds("daysSince(born) <= 60")).toBe(false);
  expect(holds("known(proof)", { proof: false })).toBe(true);
  expect(holds("known(proof)")).toBe(false);
});

test("numbers and lists come in and go out as plain values", () => {
  expect(holds('copies > 2 && "form" in ready', { copies: 3, ready: ["form"] })).toBe(true);
  const compiled = compileExpression("copies * 2", fields);
  expect("expression" in compiled && compiled.expression.evaluate({ copies: 4 }, TODAY)).toBe(8);
});

test("a name inside quotes is a text, not a shorthand", () => {
  expect(holds('parents == "known(proof)"', { parents: "known(proof)" })).toBe(true);
});

for (const [why, source, message] of [
  ["an undeclared field", "marrried", "Unknown variable: marrried"],
  ["a comparison of unlike types", 'copies == "two"', "no such overload"],
  ["a condition that is no condition", "copies + 1", "must give true or false"],
  ["a slip of the pen", "proof &&", "Unexpected"],
  ["a regular expression", 'parents.matches("(a+)+$")', "uses matches"],
  ["a loop inside a loop", "ready.all(a, ready.all(b, a == b))", "loop inside a loop"],
  ["more parts than one thought has", `${"proof && ".repeat(30)}proof || ${"proof||".repeat(5)}proof`, "characters"],
  ["a call of the present time", "timestamp(today) < now()", "found no matching"],
] as const) {
  test(`${why} is refused in one line`, () => {
    const compiled = compileCondition(source, fields);
    expect(compiled).toHaveProperty("problem");
    if ("problem" in compiled) expect(compiled.problem).toContain(message);
    if ("problem" in compiled) expect(compiled.problem).not.toContain("\n");
  });
}

test("an expression without a value fails as such, with its source", () => {
  const compiled = compileExpression("10 / copies", fields);
  expect(() => "expression" in compiled && compiled.expression.evaluate({ copies: 0 }, TODAY)).toThrow(ExpressionError);
});

test("which fields are read is known without running it", () => {
  const compiled = compileCondition('daysSince(born) > 60 && (proof || parents == "x" && proof)', fields);
  expect("expression" in compiled && compiled.expression.fieldsUsed.toSorted()).toEqual(["born", "parents", "proof"]);
});
