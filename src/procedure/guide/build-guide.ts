import type { Guide, GuideInput, GuideOutcome } from "../../flow/assets.ts";
import type { GuidePart } from "../../flow/definition/guide-parts.ts";
import type { ReadyProcedure } from "../parse-procedure.ts";
import { afterwards } from "./afterwards.ts";
import { compare } from "./compare.ts";
import { contextOf, done, type GuideSource, MISUNDERSTOOD, type Part, type PartContext } from "./context.ts";
import { counter } from "./counter.ts";
import { intro } from "./intro.ts";
import { office } from "./office.ts";
import { papers } from "./papers.ts";
import { portal } from "./portal.ts";
import { editableAnswers, questions } from "./questions.ts";

const PARTS: Readonly<Record<Exclude<GuidePart, "intro">, Part>> = {
  questions,
  papers,
  compare,
  office,
  portal,
  counter,
  afterwards,
};

/** The talk about the procedures of a catalogue; see `Guide`. Pure. */
export function buildGuide(source: GuideSource): Guide {
  return {
    has: (slug) => source.procedures.has(slug),
    name: (slug) => source.procedures.get(slug)?.data.names.plain ?? slug,
    version: (slug) => source.procedures.get(slug)?.version ?? "",

    enter(input) {
      const procedure = source.procedures.get(input.procedure);
      if (!procedure) return leave(input);
      if (input.part === "intro") return intro.enter(input, source, procedure);
      const playing = partOf(input, procedure);
      return playing ? playing.part.enter(playing.context) : leave(input);
    },

    receive(input, said) {
      const procedure = source.procedures.get(input.procedure);
      if (!procedure) return leave(input);
      if (input.part === "intro") return intro.receive(said, procedure);
      const playing = partOf(input, procedure);
      return playing?.part.receive?.(playing.context, said) ?? MISUNDERSTOOD;
    },

    back(input) {
      const playing = partOf(input, source.procedures.get(input.procedure));
      return playing?.part.back?.(playing.context);
    },

    editable(input) {
      const playing = partOf(input, source.procedures.get(input.procedure));
      return playing && input.part === "questions" ? editableAnswers(playing.context) : [];
    },
  };

  function partOf(
    input: GuideInput,
    procedure: ReadyProcedure | undefined,
  ): { part: Part; context: PartContext } | undefined {
    if (input.part === "intro" || procedure?.depth !== "full") return undefined;
    return { part: PARTS[input.part], context: contextOf(input, source, procedure) };
  }
}

/** The procedure is gone from the catalogue, or known in outline only: the part ends in the way that harms least. */
function leave({ part }: GuideInput): GuideOutcome {
  const outcomes: Readonly<Record<GuidePart, string>> = {
    intro: "leave",
    questions: "done",
    papers: "done",
    compare: "leave",
    office: "done",
    portal: "paused",
    counter: "done",
    afterwards: "done",
  };
  return done(outcomes[part]);
}
