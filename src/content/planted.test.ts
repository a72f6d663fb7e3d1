import { describe, expect, test } from "vitest";
import { problemsOf, shippedFiles } from "../../tests/support/content.ts";

const files = await shippedFiles();

/** The shipped files with one of them changed by hand, as an editor's slip would. */
function plant(file: string, from: string | RegExp, to: string) {
  const text = files.get(file) ?? "";
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has nothing like ${from}`);
  const line = changed.split("\n").findIndex((row, index) => row !== text.split("\n")[index]) + 1;
  return { problems: problemsOf(new Map(files).set(file, changed)), line };
}

const MENU = "flows/menu.yaml";
const GUIDE = "flows/procedure-guide.yaml";
const BIRTH = "flows/procedures/birth-registration.yaml";
const MENU_TEXTS = "locales/vi/flows/menu.json";

describe("what is shipped", () => {
  test("is sound", () => expect(problemsOf(files)).toEqual([]));
});

describe("an editor's slip is found with its file, its line and what to do", () => {
  for (const [why, file, from, to, message] of [
    ["a target that is no step", MENU, "more: { go: more }", "more: { go: moer }", 'did you mean "more"'],
    [
      "a step that nothing leads to",
      MENU,
      "  end: { type: end }",
      "  lost: { type: say, next: end }\n  end: { type: end }",
      'nothing leads to "lost"',
    ],
    [
      "a talk that cannot end",
      "flows/help.yaml",
      "words: { type: say, next: end }",
      "words: { type: ask, save: x, next: words }",
      "x",
    ],
    [
      "a circle without a question",
      "flows/about.yaml",
      "who: { type: say, next: end }",
      "who: { type: say, next: what }",
      "circle",
    ],
    [
      "a field that is not declared",
      "flows/language.yaml",
      "save: language",
      "save: langauge",
      'not declared under fields; did you mean "language"',
    ],
    ["a condition over an unknown field", GUIDE, "when: consented", "when: consentd", "Unknown variable: consentd"],
    [
      "a condition of the wrong type",
      "flows/dossier-reminder.yaml",
      "daysSince(appointmentOn) > 0",
      "daysSince(appointmentOn) + 0",
      "must give true or false",
    ],
    [
      "a condition that can take very long",
      "flows/welcome.yaml",
      `firstWords != ""`,
      `firstWords.matches("(a+)+$")`,
      "very long",
    ],
    ["a flow that does not exist", MENU, "flow: about,", "flow: abuot,", 'did you mean "about"'],
    [
      "a parameter that the flow does not take",
      MENU,
      `with: { procedure: '"certified-copy"' }`,
      `with: { slug: '"certified-copy"' }`,
      'takes no "slug"',
    ],
    [
      "an outcome of the guide that leads nowhere",
      GUIDE,
      "outcomes: { done: papers, redirected: intro }",
      "outcomes: { done: papers }",
      'can end with "redirected"',
    ],
    [
      "an outcome that never comes",
      GUIDE,
      "outcomes: { done: compare }",
      "outcomes: { done: compare, over: end }",
      'never ends with "over"',
    ],
    ["a duration that is none", MENU, "after: P1D", "after: 1 day", "PT30M"],
    ["a format that is unknown", GUIDE, "format: dossierCode", "format: dosierCode", "no format"],
    [
      "a choice too long for a button",
      MENU,
      "id-card: { go: id-card }",
      "id-card-or-something-like-it: { go: id-card }",
      "at most 24",
    ],
    ["a reminder at night", GUIDE, "hour: 8", "hour: 3", "not woken"],
    ["a key written twice", MENU, "  end: { type: end }", "  end: { type: end }\n  end: { type: end }", "unique"],
    [
      "a consent without the version of its wording",
      "flows/privacy.yaml",
      ', version: "2026-11", next: agreed',
      ", next: agreed",
      "names the version",
    ],
    [
      "a label too long for a phone",
      MENU_TEXTS,
      "Khai sinh cho bé",
      "Khai sinh cho bé, cho cháu nội, cháu ngoại và mọi người",
      "at most 40",
    ],
    ["a text that is missing", MENU_TEXTS, '"about": "Tôi là ai",', "", "this text is missing"],
    ["a text that no step uses", MENU_TEXTS, '"more": {', '"extra": "thừa",\n  "more": {', "no step uses this text"],
    ["a variable that is no field", "locales/vi/flows/procedure-guide.json", "{{code}}", "{{kode}}", 'no field "kode"'],
    ["a text far too long", MENU_TEXTS, "Bạn cần gì?", "Bạn cần gì? ".repeat(60), "at most 600"],
    [
      "a procedure that is pointed to and not there",
      BIRTH,
      "to: parent-child-recognition",
      "to: parent-recognition",
      "there is no procedure parent-recognition",
    ],
    [
      "a source that nobody wrote down",
      BIRTH,
      "sources: [crawl2609], checked",
      "sources: [hearsay], checked",
      "hearsay is not in _sources.yaml",
    ],
    [
      "a paper for some people without a reason",
      BIRTH,
      ', when: found, because: "Bé bị bỏ rơi." }',
      ", when: found }",
      "add because",
    ],
    ["an amount that is no amount", BIRTH, "amount: 8000", "amount: 0", "amount"],
    [
      "a question that changes nothing",
      BIRTH,
      "terms:\n",
      '  colour: { type: yesNo, ask: "Xanh?" }\nterms:\n',
      "no paper, fee",
    ],
    ["a common step that does not exist", BIRTH, "use: confirm-draft", "use: confirm-drft", "no common step"],
  ] as const) {
    test(why, () => {
      const { problems, line } = plant(file, from, to);
      const found = problems.filter((problem) => problem.file === file && problem.message.includes(message));
      expect({ found: found.length > 0, problems: found.length > 0 ? [] : problems }).toEqual({
        found: true,
        problems: [],
      });
      const nearest = Math.min(...found.map((problem) => Math.abs(problem.line - line)));
      expect(nearest).toBeLessThanOrEqual(2);
    });
  }

  test("a missing flow that the service itself starts is named", () => {
    const without = new Map(files);
    without.delete("flows/resume.yaml");
    expect(
      problemsOf(without)
        .map(({ message }) => message)
        .join("\n"),
    ).toContain("the flow resume is missing");
  });
});
