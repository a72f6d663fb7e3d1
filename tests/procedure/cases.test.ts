import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Answers, Value } from "../../src/flow/definition/flow.ts";
import { readDate } from "../../src/language/dates.ts";
import { caseOf } from "../../src/procedure/case.ts";
import { nextQuestion } from "../../src/procedure/next-question.ts";
import type { ReadyFullProcedure } from "../../src/procedure/parse-procedure.ts";
import { shippedContent } from "../support/content.ts";
import { type GuidedCase, guidedTalk } from "./guided-talk.ts";

const TODAY = "2026-11-24";
const here = (path: string) => new URL(path, import.meta.url);
const cases: Readonly<Record<string, GuidedCase[]>> = parse(readFileSync(here("./cases.yaml"), "utf8"));
const { assets, procedures } = await shippedContent();

test("the twelve procedures of the first release are known in full depth, with two cases each", () => {
  expect(Object.keys(cases).length).toBe(12);
  for (const [slug, two] of Object.entries(cases))
    expect([procedures.get(slug)?.depth, two.length]).toEqual(["full", 2]);
});

for (const [slug, two] of Object.entries(cases)) {
  describe(slug, () => {
    const procedure = procedures.get(slug);
    if (procedure?.depth !== "full") throw new Error(`${slug} is not known in full depth`);

    test("two people in different positions get different papers, fees or offices", () => {
      const [one, other] = two.map((each) => ofInterest(procedure, typed(procedure, each)));
      expect(one).not.toEqual(other);
    });

    for (const each of two) {
      test(`${each.name}: the talk is as reviewed, asks only what matters, and shows no number that is not in the data`, () => {
        const { says, asked } = guidedTalk(assets, slug, each, TODAY);
        const text = says
          .map((say) => [say.text, ...say.buttons.map(({ label }) => `  [${label}]`)].join("\n"))
          .join("\n\n");
        compareWithReviewed(`${slug}.${each.name}`, text);
        expect(asked).toEqual(questionsThatMatter(procedure, typed(procedure, each)));
        for (const say of says) expect(say.text.length).toBeLessThanOrEqual(1_900);
        const own = numbersIn(Object.values(each.answers).join(" "));
        const allowed = new Set([...allowedFor(slug), ...own]);
        expect(
          numbersNotIn(
            allowed,
            says.map((say) => say.text),
          ),
        ).toEqual([]);
      });
    }
  });
}

function ofInterest(procedure: ReadyFullProcedure, answers: Answers) {
  const { papers, fees, offices } = caseOf(procedure, answers, TODAY);
  return { papers: papers.map(({ id }) => id), fees: fees.map(({ id }) => id), offices: offices.map(({ id }) => id) };
}

/** The answers of a case as the session keeps them. */
function typed({ data }: ReadyFullProcedure, { answers }: GuidedCase): Answers {
  const entries = Object.entries(answers).map(([name, given]): [string, Value] => {
    const type = data.questions[name]?.type;
    if (type === "yesNo") return [name, given === "yes"];
    return [name, type === "date" ? (readDate(given, TODAY)?.value ?? "") : given];
  });
  return Object.fromEntries(entries);
}

/** Asks one by one, as the guide does. */
function questionsThatMatter(procedure: ReadyFullProcedure, answers: Answers): string[] {
  const known: Record<string, Value> = {};
  const asked: string[] = [];
  for (
    let name = nextQuestion(procedure, known, TODAY);
    name !== undefined;
    name = nextQuestion(procedure, known, TODAY)
  ) {
    asked.push(name);
    known[name] = answers[name] ?? "";
  }
  return asked;
}

function compareWithReviewed(name: string, text: string): void {
  const file = here(`./golden/${name}.txt`);
  if (process.env.UPDATE_CASES) {
    mkdirSync(here("./golden/"), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
  expect(`${text}\n`).toBe(readFileSync(file, "utf8"));
}

/** Every number that the procedure's own file, the common portal steps and the fixed texts state. */
function allowedFor(slug: string): ReadonlySet<string> {
  const files = [
    `flows/procedures/${slug}.yaml`,
    "flows/procedures/_portal.yaml",
    "locales/vi/guide.json",
    "locales/vi/flows/procedure-guide.json",
    "locales/vi/engine.json",
    "flows/places/communes.tsv",
  ];
  const text = files.map((file) => readFileSync(here(`../../${file}`), "utf8")).join("\n");
  return new Set(numbersIn(text));
}

/** Counts that the guide makes of its own lists are no facts. */
const COUNTED = [/^\d+\. /gm, /chuẩn bị \d+ thứ/g, /đã có \d+\/\d+ thứ/g, /^Bước \d+\/\d+$/gm, /• Cộng: .*/g];

function numbersNotIn(allowed: ReadonlySet<string>, texts: readonly string[]): string[] {
  const facts = texts.map((text) => COUNTED.reduce((left, pattern) => left.replace(pattern, ""), text));
  return facts.flatMap(numbersIn).filter((number) => !allowed.has(number));
}

/** `8.000` and `8000` are one number; codes and dates are taken apart. */
function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d+(?:\.\d{3})*/g)]
    .map(([number]) => number.replaceAll(".", ""))
    .map((digits) => digits.replace(/^0+(?=\d)/, ""));
}
