import { done, type Part, type PartContext, shown } from "./context.ts";
import { pack, tell } from "./words.ts";

/** What comes next: result, things to watch, why dossiers come back, one's rights, what nobody knows for sure. */
export const afterwards: Part = {
  enter(context) {
    const { t, theirs, procedure } = context;
    const sections = [
      [
        t("afterwards.result", { result: procedure.data.result.text }),
        ...theirs.afterwards.map(({ text }) => `• ${text}`),
      ],
      section(
        context,
        "deadlines",
        theirs.deadlines.map(({ text }) => text),
      ),
      section(context, "returns", theirs.returns.map(reason)),
      section(
        context,
        "caveats",
        theirs.caveats.map(({ text }) => text),
      ),
      section(
        context,
        "unknowns",
        theirs.unknowns.map(({ text }) => text),
      ),
      [t("afterwards.rights")],
    ];
    const says = tell(...sections.filter((lines) => lines.length > 0).flatMap((lines) => pack(lines)));
    return done("done", { says, facts: shown(context, "afterwards") ?? [] });
  },
};

function section({ t }: PartContext, name: string, entries: readonly string[]): string[] {
  return entries.length > 0 ? [t(`afterwards.${name}`), ...entries.map((entry) => `• ${entry}`)] : [];
}

function reason({ text, cure }: { text: string; cure?: string | undefined }): string {
  return cure ? `${text} → ${cure}` : text;
}
