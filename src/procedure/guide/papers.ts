import type { GuideOutcome } from "../../flow/assets.ts";
import type { Case } from "../case.ts";
import { done, MISUNDERSTOOD, type Part, type PartContext, shown } from "./context.ts";
import { doubt, pack, tell } from "./words.ts";

const MAX_LABEL_LENGTH = 40;
/** With a colon, as it means the same on every copy of the list: see `fitsNow` of the engine. */
const READY = "list:ready";

type Paper = Case["papers"][number];

/** *Your* list: each paper with where it comes from and, where only some need it, why you do. Tick off what is ready. */
export const papers: Part = {
  enter(context) {
    const { t, theirs, procedure } = context;
    if (context.input.memory !== null) return board(context, tickedIn(context), []);
    const entries = theirs.papers.map((paper, index) => describe(paper, index, context));
    const warning = doubt(procedure.data.papers.facts, context);
    const list = pack(
      [t("papers.title", { count: theirs.papers.length }), ...entries, warning].filter(Boolean),
      "\n\n",
    );
    // What makes this case special may mean that no paper is needed at all: it comes first.
    const special = theirs.offices.flatMap(({ because }) => (because ? [t("papers.special", { because })] : []));
    return {
      ...board(context, [], tell(...special, ...list)),
      facts: shown(context, "papers", `${theirs.papers.length}`) ?? [],
    };
  },

  receive(context, said) {
    if (said.type !== "chose") return MISUNDERSTOOD;
    const [action, id = ""] = said.choice.split(":");
    const ticked = tickedIn(context);
    if (said.choice === READY) return finish(context, ticked);
    if (!context.theirs.papers.some((paper) => paper.id === id)) return MISUNDERSTOOD;
    if (action === "tick") return board(context, [...new Set([...ticked, id])], []);
    return action === "off"
      ? board(
          context,
          ticked.filter((one) => one !== id),
          [],
        )
      : MISUNDERSTOOD;
  },
};

function describe({ name, detail, because, ways }: Paper, index: number, { t }: PartContext): string {
  const only = ways.length === 1 ? t(`papers.only.${ways[0]}`) : "";
  const lines = [`${index + 1}. ${name}`, detail ?? "", because ? t("papers.because", { because }) : "", only];
  return lines.filter(Boolean).join("\n");
}

/** The list to tick. It replaces itself where the channel can edit. Setting and clearing are different buttons, so a double tap harms nothing. */
function board(context: PartContext, ticked: readonly string[], before: GuideOutcome["says"]): GuideOutcome {
  const { t, theirs } = context;
  const choices = theirs.papers.map(({ id, name }) => {
    const isTicked = ticked.includes(id);
    return { choice: `${isTicked ? "off" : "tick"}:${id}`, label: short(`${isTicked ? "☑" : "☐"} ${name}`) };
  });
  const text = t("papers.board", { ready: ticked.length, count: theirs.papers.length });
  return {
    says: [...before, { text, choices: [...choices, { choice: READY, label: t("papers.next") }], replaces: "papers" }],
    next: { type: "wait" },
    memory: { ticked: [...ticked] },
  };
}

function finish(context: PartContext, ticked: readonly string[]): GuideOutcome {
  const { t, theirs, procedure, input } = context;
  const missing = theirs.papers.filter(({ id }) => !ticked.includes(id)).map(({ name }) => `• ${name}`);
  const says = missing.length > 0 ? tell(...pack([t("papers.missing"), ...missing])) : tell(t("papers.complete"));
  const { slug } = procedure.data;
  const change = { procedure: slug, procedureVersion: procedure.version, state: "preparing", ready: ticked } as const;
  // Without consent nothing is kept beyond the talk itself.
  return done("done", { says, ...(input.profile.consentVersion !== undefined && { dossier: change }) });
}

function tickedIn({ input: { memory } }: PartContext): string[] {
  const ticked = typeof memory === "object" && memory !== null && "ticked" in memory ? memory.ticked : [];
  return Array.isArray(ticked) ? ticked.filter((id) => typeof id === "string") : [];
}

function short(label: string): string {
  return label.length > MAX_LABEL_LENGTH ? `${label.slice(0, MAX_LABEL_LENGTH - 1)}…` : label;
}
