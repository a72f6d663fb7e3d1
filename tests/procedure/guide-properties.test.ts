import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../src/flow/definition/flow.ts";
import { caseOf } from "../../src/procedure/case.ts";
import { domainOf, nextQuestion } from "../../src/procedure/next-question.ts";
import type { ReadyFullProcedure } from "../../src/procedure/parse-procedure.ts";
import { shippedContent } from "../support/content.ts";

const { procedures } = await shippedContent();
const DAYS = ["2026-11-24", "2026-12-31", "2027-01-01", "2027-02-28", "2027-03-01"];

for (const procedure of procedures.values()) {
  if (procedure.depth !== "full") continue;
  describe(procedure.data.slug, () => {
    test("for any answers on any day the questions end, each can change something, and the same answers give the same case", () => {
      const seeds = fc.array(fc.nat(1_000), { minLength: 20, maxLength: 20 });
      fc.assert(
        fc.property(seeds, fc.constantFrom(...DAYS), (seed, today) => {
          const known: Record<string, Value> = {};
          const most = Object.keys(procedure.data.questions).length;
          for (let asked = 0; ; asked++) {
            const name = nextQuestion(procedure, known, today);
            if (name === undefined) break;
            expect(asked).toBeLessThan(most);
            const domain = domainOf(procedure, name, today);
            known[name] = domain[(seed[asked] ?? 0) % domain.length] ?? "";
          }
          expect(ofInterest(procedure, known, today)).toEqual(ofInterest(procedure, { ...known }, today));
          // What was not asked would change nothing.
          for (const name of Object.keys(procedure.data.questions).filter((one) => known[one] === undefined)) {
            for (const value of domainOf(procedure, name, today)) {
              expect(ofInterest(procedure, { ...known, [name]: value }, today)).toEqual(
                ofInterest(procedure, known, today),
              );
            }
          }
          const { offices, times, fees } = caseOf(procedure, known, today);
          expect([offices.length > 0, times.length > 0, fees.length > 0]).toEqual([true, true, true]);
        }),
        { numRuns: 60 },
      );
    });

    test("every paper is needed by somebody", () => {
      const met = new Set<string>();
      fc.assert(
        fc.property(fc.array(fc.nat(1_000), { minLength: 20, maxLength: 20 }), (seed) => {
          const answers = Object.fromEntries(
            Object.keys(procedure.data.questions).map((name, index) => {
              const domain = domainOf(procedure, name, "2026-11-24");
              return [name, domain[(seed[index] ?? 0) % domain.length] ?? ""];
            }),
          );
          for (const { id } of caseOf(procedure, answers, "2026-11-24").papers) met.add(id);
        }),
        { numRuns: 300 },
      );
      expect(procedure.data.papers.list.map(({ id }) => id).filter((id) => !met.has(id))).toEqual([]);
    });
  });
}

describe("rules that switch on a day", () => {
  const feeOf = (slug: string, answers: Record<string, Value>, today: string) => {
    const procedure = procedures.get(slug);
    if (procedure?.depth !== "full") throw new Error(`${slug} is not known in full depth`);
    return caseOf(procedure, answers, today).fees.map(({ counter, online }) =>
      [counter, online].map((money) => (money.state === "value" ? money.amount : money.state)),
    );
  };
  test.each([
    ["2026-12-31", [[35_000, 35_000]]],
    ["2027-01-01", [[70_000, 70_000]]],
    ["2027-02-28", [[70_000, 70_000]]],
    ["2027-03-01", [[70_000, 70_000]]],
  ])("a lost card costs half until the end of 2026: on %s %j", (today, wanted) => {
    expect(feeOf("id-card-replace", { reason: "lost", weak: false, digitalCitizen: false }, today)).toEqual(wanted);
  });
  test.each([
    ["2026-08-14", [[15_000, 7_000]], false],
    ["2026-08-15", [[15_000, "none"]], true],
    ["2027-02-28", [[15_000, "none"]], true],
    ["2027-03-01", [[15_000, 7_000]], true],
  ])(
    "digital citizens register their stay online for nothing from 15/08/2026 to 28/02/2027: on %s %j",
    (today, wanted, digitalCitizen) => {
      expect(feeOf("temporary-residence", { group: false, home: "own", minor: false, digitalCitizen }, today)).toEqual(
        wanted,
      );
    },
  );
});

function ofInterest(procedure: ReadyFullProcedure, answers: Record<string, Value>, today: string) {
  const {
    afterwards: _a,
    returns: _r,
    deadlines: _d,
    unknowns: _u,
    caveats: _c,
    ...rest
  } = caseOf(procedure, answers, today);
  return rest;
}
