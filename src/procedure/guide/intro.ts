import type { GuideInput, GuideOutcome, GuideSaid } from "../../flow/assets.ts";
import type { ReadyProcedure } from "../parse-procedure.ts";
import { done, type GuideSource, MISUNDERSTOOD } from "./context.ts";

/** What it is, in two sentences, and whether it can be done online. Also for procedures we only know in outline. */
export const intro = {
  enter(input: GuideInput, source: GuideSource, procedure: ReadyProcedure): GuideOutcome {
    const t = (key: string, vars = {}) => source.text(input.language, key, vars);
    const { names, summary, identity } = procedure.data;
    const lines = [t("intro.title", { name: names.plain }), summary];
    const code = procedure.data.code ?? t("intro.noCode");
    if (procedure.depth === "full") {
      lines.push(t(`intro.online.${procedure.data.online}`));
      if (identity.confidence === "low") lines.push(t("doubt"));
      if (names.official !== names.plain) lines.push(t("intro.official", { name: names.official, code }));
    } else {
      lines.push(t("intro.outline", { name: names.official, code }));
    }
    const start = { choice: "start", label: t("intro.start") };
    const leave = { choice: "leave", label: t("intro.leave") };
    return {
      says: [{ text: lines.join("\n\n"), choices: procedure.depth === "full" ? [start, leave] : [leave] }],
      next: { type: "wait" },
      facts: [{ kind: "procedureViewed", procedure: procedure.data.slug, procedureVersion: procedure.version }],
    };
  },

  receive(said: GuideSaid, procedure: ReadyProcedure): GuideOutcome {
    if (said.type !== "chose") return MISUNDERSTOOD;
    if (said.choice === "leave") return done("leave");
    return said.choice === "start" && procedure.depth === "full" ? done("start") : MISUNDERSTOOD;
  },
};
