import type { GuideOutcome } from "../../flow/assets.ts";
import { done, MISUNDERSTOOD, type Part, type PartContext, shown } from "./context.ts";
import { doubt, tell } from "./words.ts";

/** Which office decides, and the exact level and name to choose on the portal. Asks for the commune where it matters. */
export const office: Part = {
  enter(context) {
    const commune = communeOf(context);
    const local = context.theirs.offices.find(({ level, whose }) => level === "commune" && whose);
    if (!local || commune) return tellOffice(context, commune, []);
    return {
      says: [
        {
          text: context.t("office.ask", { whose: local.whose ?? "" }),
          choices: [{ choice: "skip", label: context.t("office.skip") }],
          expects: "text",
        },
      ],
      next: { type: "wait" },
      memory: { asking: true },
    };
  },

  receive(context, said) {
    if (said.type === "chose") return receiveChoice(context, said.choice);
    const found = context.source.places.find(said.text);
    const [only] = found;
    if (!only) return MISUNDERSTOOD;
    if (found.length === 1) return accept(context, only.code, only.note);
    const choices = found.map(({ code, name }) => ({ choice: `place:${code}`, label: name }));
    return {
      says: [
        { text: context.t("office.which"), choices: [...choices, { choice: "skip", label: context.t("office.skip") }] },
      ],
      next: { type: "wait" },
      memory: { asking: true },
    };
  },
};

function receiveChoice(context: PartContext, choice: string): GuideOutcome {
  if (choice === "skip") return tellOffice(context, undefined, []);
  const code = /^place:(\d{5})$/.exec(choice)?.[1];
  return code && context.source.places.name(code) ? accept(context, code) : MISUNDERSTOOD;
}

function accept(context: PartContext, code: string, note?: string): GuideOutcome {
  const name = context.source.places.name(code) ?? "";
  const heard = tell([context.t("office.heard", { commune: name }), note ?? ""].filter(Boolean).join("\n"));
  const outcome = tellOffice(context, name, heard);
  return { ...outcome, answers: { commune: code }, profile: { commune: code } };
}

function tellOffice(context: PartContext, commune: string | undefined, heard: GuideOutcome["says"]): GuideOutcome {
  const { t, theirs, procedure } = context;
  const texts = theirs.offices.map(({ name, level, choose }) =>
    [
      t("office.name", { name: fill(name, commune, t) }),
      procedure.data.online === "none"
        ? ""
        : t("office.choose", { level: t(`office.level.${level}`), choose: fill(choose, commune, t) }),
    ]
      .filter(Boolean)
      .join("\n"),
  );
  const says = [...heard, ...tell(...texts, doubt(procedure.data.offices.facts, context))];
  return done("done", { says, facts: shown(context, "office") ?? [] });
}

function fill(text: string, commune: string | undefined, t: PartContext["t"]): string {
  return text.replaceAll("{{commune}}", commune ?? t("office.yourCommune"));
}

function communeOf({ input, source }: PartContext): string | undefined {
  const code = input.answers.commune ?? input.profile.commune;
  return typeof code === "string" ? source.places.name(code) : undefined;
}
