import { done, type Part, shown } from "./context.ts";
import { doubt, pack, tell } from "./words.ts";

/** What to bring to the counter and what happens there. */
export const counter: Part = {
  enter(context) {
    const { t, theirs, procedure } = context;
    const steps = theirs.counterSteps.map(({ text }, index) => `${index + 1}. ${text}`);
    const warning = doubt(procedure.data.counter.facts, context);
    const says = tell(...pack([t("counter.title"), ...steps, warning].filter(Boolean), "\n\n"));
    const finished = {
      kind: "guideFinished",
      procedure: procedure.data.slug,
      procedureVersion: procedure.version,
      way: "counter",
    } as const;
    return done("done", { says, facts: [...(shown(context, "counter") ?? []), finished] });
  },
};
