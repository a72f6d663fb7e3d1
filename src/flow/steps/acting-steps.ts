import { addDays, instantAt, isLocalDate } from "../../lib/local-date.ts";
import type { DossierStep, HandOverStep, PersonalStep, RemindStep } from "../definition/flow.ts";
import type { Effect } from "../effects.ts";
import type { EngagementFact } from "../facts.ts";
import { evaluate, evaluateAll } from "./expressions.ts";
import { goTo, type Outcome, type Standing, type StepBehaviour } from "./outcome.ts";

/** The steps that ask the shell to do something and lead on. */
export const remind: StepBehaviour<RemindStep> = {
  enter(step, at) {
    const next = goTo(step.next);
    const on = evaluate(step.on, at);
    const procedure = String(at.frame.answers[step.procedure] ?? "");
    if (typeof on !== "string" || !isLocalDate(on)) return { next };
    const day = addDays(on, -step.daysBefore);
    // The day has come already: a reminder for yesterday would go out at once and make no sense.
    if (day <= at.today) return { next };
    const answers = Object.fromEntries(
      Object.entries(evaluateAll(step.with, at)).map(([name, value]) => [
        name,
        typeof value === "object" ? value.join(",") : value,
      ]),
    );
    return {
      effects: [
        {
          type: "remind",
          key: reminderKey(procedure),
          at: instantAt(day, step.hour).toISOString(),
          flow: step.flow,
          answers,
        },
        fact({ kind: "reminderPlanned", procedure }),
      ],
      next,
    };
  },
};

export const handOver: StepBehaviour<HandOverStep> = {
  enter(step, at) {
    // The place that the person was stuck at is below this flow, if it was called from another.
    const below = at.session.frames.at(-2) ?? at.frame;
    const where = { flow: below.flow, step: below.at, reason: step.reason };
    const procedure = below.answers.procedure;
    const about = typeof procedure === "string" ? { ...where, procedure } : where;
    return { effects: [{ type: "handOver", ...about }, fact({ kind: "handedOver", ...about })], next: goTo(step.next) };
  },
};

export const dossier: StepBehaviour<DossierStep> = {
  enter(step, at) {
    const procedure = String(at.frame.answers[step.procedure] ?? "");
    const procedureVersion = at.assets.guide.version(procedure);
    const code = step.code && text(step.code, at);
    const appointmentOn = step.appointmentOn && text(step.appointmentOn, at);
    const change = {
      procedure,
      procedureVersion,
      state: step.state,
      ...(code && { code }),
      ...(appointmentOn && { appointmentOn }),
    };
    const isOver = step.state === "resultReceived" || step.state === "abandoned";
    return {
      effects: [
        { type: "dossier", change },
        ...(step.state === "filed" ? [fact({ kind: "dossierRecorded", procedure, procedureVersion })] : []),
        ...(step.state === "resultReceived" ? [fact({ kind: "resultReceived", procedure })] : []),
        ...(isOver ? [{ type: "cancelReminder", key: reminderKey(procedure) } as const] : []),
      ],
      next: goTo(step.next),
    };
  },
};

export const personal: StepBehaviour<PersonalStep> = {
  enter: (step, at) => ({ ...act(step, at), next: goTo(step.next) }),
};

function act(step: PersonalStep, at: Standing): Omit<Outcome, "next"> {
  const topic = step.topic ?? "conversation";
  switch (step.action) {
    case "showData":
      return { effects: [{ type: "showData" }, fact({ kind: "dataShown" })] };
    case "eraseData":
      return { effects: [{ type: "eraseData" }, fact({ kind: "dataErased" })] };
    case "giveConsent": {
      const version = step.version ?? at.flow.version;
      return {
        effects: [{ type: "consent", topic, given: true, version }, fact({ kind: "consentGiven", topic, version })],
        ...(topic === "conversation" && { profile: { consentVersion: version } }),
      };
    }
    case "withdrawConsent": {
      const version = String(at.session.profile.consentVersion ?? step.version ?? at.flow.version);
      return {
        effects: [
          { type: "consent", topic, given: false, version },
          fact(topic === "reminders" ? { kind: "optedOut" } : { kind: "consentWithdrawn", topic, version }),
        ],
        ...(topic === "conversation" && { profile: { consentVersion: null } }),
      };
    }
    case "useLanguage": {
      const language = at.frame.answers[step.field ?? "language"] === "en" ? "en" : "vi";
      return { language, effects: [{ type: "useLanguage", language }] };
    }
    default:
      return step.action satisfies never;
  }
}

function reminderKey(procedure: string): string {
  return `appointment/${procedure}`;
}

function text(source: string, at: Standing): string {
  return String(evaluate(source, at));
}

function fact(value: EngagementFact): Effect {
  return { type: "fact", fact: value };
}
