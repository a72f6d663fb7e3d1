import type { Case } from "../case.ts";
import { done, MISUNDERSTOOD, type Part, type PartContext, shown } from "./context.ts";
import { dong, doubt, price, tell } from "./words.ts";

type Way = "online" | "counter";

/** Counter and online beside each other: what it costs, how long it takes, how often one has to go. */
export const compare: Part = {
  enter(context) {
    const { t, procedure } = context;
    const { online, fees, times } = procedure.data;
    const ways: readonly Way[] = online === "none" ? ["counter"] : ["online", "counter"];
    const doubts = [doubt(fees.facts, context), doubt(times.facts, context)].filter(Boolean);
    return {
      says: [
        ...tell(...ways.map((way) => describe(way, context)), ...new Set(doubts)),
        {
          text: t(ways.length > 1 ? "compare.ask" : "compare.onlyCounter"),
          choices: [...ways, "leave" as const].map((choice) => ({ choice, label: t(`compare.choose.${choice}`) })),
        },
      ],
      next: { type: "wait" },
      facts: shown(context, "compare") ?? [],
    };
  },

  receive(_context, said) {
    if (said.type !== "chose") return MISUNDERSTOOD;
    const { choice } = said;
    return choice === "online" || choice === "counter" || choice === "leave" ? done(choice) : MISUNDERSTOOD;
  },
};

function describe(way: Way, context: PartContext): string {
  const { t, theirs, procedure } = context;
  const times = theirs.times.filter(({ ways }) => ways.includes(way)).map(({ text }) => `• ${text}`);
  const trips = way === "counter" ? t("compare.trips.counter") : t(`compare.trips.${procedure.data.online}`);
  return [
    t(`compare.title.${way}`),
    ...feeLines(way, theirs, context),
    times.length > 0 ? t("compare.time", { time: `\n${times.join("\n")}` }) : t("compare.timeUnknown"),
    trips,
  ].join("\n");
}

function feeLines(way: Way, { fees }: Case, context: PartContext): string[] {
  const { t } = context;
  const lines = fees.map((fee) => {
    const line = t("compare.fee", { name: fee.name, price: price(fee[way], context) });
    return fee.because ? `${line} (${fee.because})` : line;
  });
  const amounts = fees.map((fee) => fee[way]);
  const isSum =
    amounts.length > 1 &&
    amounts.every((money) => money.state !== "unknown" && !(money.state === "value" && money.per));
  if (!isSum) return lines;
  const sum = amounts.reduce((total, money) => total + (money.state === "value" ? money.amount : 0), 0);
  return [...lines, t("compare.sum", { sum: sum === 0 ? t("fee.none") : dong(sum) })];
}
