import type { GuideOutcome } from "../../flow/assets.ts";
import type { PortalFile } from "../definition.ts";
import { done, MISUNDERSTOOD, type Part, type PartContext, shown } from "./context.ts";
import { tell } from "./words.ts";

interface Step {
  readonly id: string;
  readonly text: string;
  readonly stuck: readonly PortalFile["steps"][number]["stuck"][number][];
}

interface Memory {
  readonly step: number;
  /** The list of causes is open, or the cure of one is being tried. */
  readonly stuck?: string;
}

const CAUSES = "causes";

/** The walk through the portal, one step a message; at every step "I am stuck here" with usual causes and cures. */
export const portal: Part = {
  enter(context) {
    const memory = memoryOf(context);
    if (memory) return memory.stuck ? showStuck(context, memory) : showStep(context, memory.step, []);
    // Somebody who paused comes back to the very step.
    const before = context.input.answers.portalStep;
    return showStep(context, typeof before === "number" ? before : 0, tell(opening(context)));
  },

  receive(context, said) {
    const memory = memoryOf(context) ?? { step: 0 };
    if (said.type !== "chose") return MISUNDERSTOOD;
    switch (said.choice) {
      case "next":
        return memory.step + 1 < stepsOf(context).length ? showStep(context, memory.step + 1, []) : MISUNDERSTOOD;
      case "filed":
        return done("filed", { facts: [finished(context)] });
      case "pause":
        return done("paused", { says: tell(context.t("portal.paused")), memory: { ...memory } });
      case "stuck":
        return showStuck(context, { ...memory, stuck: CAUSES });
      case "fixed":
        return showStep(context, memory.step, tell(context.t("portal.glad")));
      case "still":
        return done("person", { memory: { ...memory } });
      default:
        return receiveCause(context, memory, said.choice);
    }
  },

  back(context) {
    const memory = memoryOf(context);
    if (!memory) return undefined;
    if (memory.stuck) return showStep(context, memory.step, []);
    return memory.step > 0 ? showStep(context, memory.step - 1, []) : undefined;
  },
};

function opening({ t, procedure }: PartContext): string {
  const { search, url } = procedure.data.portal ?? { search: "", url: null };
  return [t("portal.opening", { search }), url ? t("portal.link", { url }) : ""].filter(Boolean).join("\n");
}

function showStep(context: PartContext, index: number, before: GuideOutcome["says"]): GuideOutcome {
  const { t } = context;
  const steps = stepsOf(context);
  const step = steps[index];
  if (!step) return done("filed", { facts: [finished(context)] });
  const isLast = index === steps.length - 1;
  const choices = [isLast ? "filed" : "next", "stuck", "pause"].map((choice) => ({
    choice,
    label: t(`portal.${choice}`),
  }));
  const text = t("portal.step", { number: index + 1, count: steps.length, text: step.text });
  return {
    says: [...before, { text, choices }],
    next: { type: "wait" },
    memory: { step: index },
    answers: { portalStep: index },
    facts: shown(context, "portal", step.id) ?? [],
  };
}

function showStuck(context: PartContext, memory: Memory): GuideOutcome {
  const { t } = context;
  const step = stepsOf(context)[memory.step];
  const cause = step?.stuck.find(({ id }) => id === memory.stuck);
  const choices = cause
    ? [
        { choice: "fixed", label: t("portal.fixed") },
        { choice: "still", label: t("portal.still") },
      ]
    : [
        ...(step?.stuck ?? []).map(({ id, cause: label }) => ({ choice: `c:${id}`, label })),
        { choice: "still", label: t("portal.other") },
      ];
  return {
    says: [{ text: cause ? cause.cure : t("portal.which"), choices }],
    next: { type: "wait" },
    memory: { ...memory },
  };
}

function receiveCause(context: PartContext, memory: Memory, choice: string): GuideOutcome {
  const id = choice.replace(/^c:/, "");
  const step = stepsOf(context)[memory.step];
  if (!step?.stuck.some((cause) => cause.id === id)) return MISUNDERSTOOD;
  const { data, version } = context.procedure;
  const fact = {
    kind: "stuckAt",
    procedure: data.slug,
    procedureVersion: version,
    portalStep: step.id,
    cause: id,
  } as const;
  return { ...showStuck(context, { ...memory, stuck: id }), facts: [fact] };
}

/** The common steps where the procedure uses them, with what it adds; its own steps as they are. */
function stepsOf({ theirs, source }: PartContext): Step[] {
  return theirs.portalSteps.flatMap((step): Step[] => {
    if (!("use" in step)) return [{ id: step.id, text: step.text, stuck: step.stuck }];
    const common = source.portal.steps.find(({ id }) => id === step.use);
    if (!common) return [];
    const text = step.add ? `${common.text}\n${step.add}` : common.text;
    return [{ id: common.id, text, stuck: [...step.stuck, ...common.stuck] }];
  });
}

function finished({ procedure }: PartContext) {
  return {
    kind: "guideFinished",
    procedure: procedure.data.slug,
    procedureVersion: procedure.version,
    way: "online",
  } as const;
}

function memoryOf({ input: { memory } }: PartContext): Memory | undefined {
  if (typeof memory !== "object" || memory === null || !("step" in memory) || typeof memory.step !== "number")
    return undefined;
  return { step: memory.step, ...(typeof memory.stuck === "string" && { stuck: memory.stuck }) };
}
