import type { Choice, GuideInput, GuideOutcome, GuideSaid } from "../../flow/assets.ts";
import type { Value } from "../../flow/definition/flow.ts";
import { readDate } from "../../language/dates.ts";
import { readNumber } from "../../language/numbers.ts";
import type { Question } from "../definition.ts";
import { nextQuestion } from "../next-question.ts";
import { contextOf, done, MISUNDERSTOOD, type Part, type PartContext } from "./context.ts";
import { tell } from "./words.ts";

/** Asks what changes something for this person, and nothing else. */
export const questions: Part = {
  enter: (context) => proceed(context, []),

  receive(context, said) {
    const { redirect } = context.theirs;
    if (redirect) return receiveRedirect(context, said);
    const name = asking(context);
    const question = name && context.procedure.data.questions[name];
    if (!name || !question) return proceed(context, []);
    const read = readAnswer(question, said, context);
    if (!read) return MISUNDERSTOOD;
    if ("refused" in read) return { says: tell(read.refused), next: { type: "misunderstood" } };
    const next = withAnswers(context, { [name]: read.value });
    const heard = read.shown === undefined ? [] : tell(context.t("questions.heard", { shown: read.shown }));
    const outcome = proceed(next, heard);
    return { ...outcome, answers: { [name]: read.value, ...outcome.answers } };
  },

  back(context) {
    const last = answered(context).at(-1);
    if (!last) return undefined;
    const { [last]: _forgotten, ...answers } = context.input.answers;
    const outcome = proceed(contextOf({ ...context.input, answers }, context.source, context.procedure), []);
    return { ...outcome, answers: { [last]: null } };
  },
};

/** The answers of this procedure in words, for "edit". */
export function editableAnswers(context: PartContext): { field: string; question: string; answer: string }[] {
  return answered(context).map((field) => {
    const question = context.procedure.data.questions[field];
    return {
      field,
      question: question?.ask ?? field,
      answer: question ? inWords(question, context.input.answers[field], context) : "",
    };
  });
}

function proceed(context: PartContext, heard: GuideOutcome["says"]): GuideOutcome {
  const { redirect } = context.theirs;
  if (redirect) return offerRedirect(context, heard);
  const name = asking(context);
  const question = name && context.procedure.data.questions[name];
  if (!question) return done("done", { says: heard });
  return { says: [...heard, put(question, context)], next: { type: "wait" }, memory: { asking: name ?? "" } };
}

function asking({ procedure, input, today }: PartContext): string | undefined {
  return nextQuestion(procedure, input.answers, today);
}

function put(question: Question, { t }: PartContext): GuideOutcome["says"][number] {
  const text = question.why ? `${question.ask}\n${t("questions.why", { why: question.why })}` : question.ask;
  const expects = question.type === "date" ? "date" : question.type === "number" ? "number" : "choice";
  return { text, choices: choicesOf(question, t), expects };
}

function choicesOf(question: Question, t: PartContext["t"]): Choice[] {
  if (question.type === "yesNo") return ["yes", "no"].map((choice) => ({ choice, label: t(`questions.${choice}`) }));
  if (question.type === "choice") return Object.entries(question.options).map(([choice, label]) => ({ choice, label }));
  return [];
}

type Read = { value: Value; shown?: string } | { refused: string } | undefined;

function readAnswer(question: Question, said: GuideSaid, { t, today }: PartContext): Read {
  if (said.type === "chose") {
    if (question.type === "yesNo" && (said.choice === "yes" || said.choice === "no"))
      return { value: said.choice === "yes" };
    return question.type === "choice" && Object.hasOwn(question.options, said.choice)
      ? { value: said.choice }
      : undefined;
  }
  if (question.type === "date") {
    const date = readDate(said.text, today);
    if (date && question.notAfterToday && date.value > today)
      return { refused: t("questions.future", { shown: date.shown }) };
    return date;
  }
  if (question.type === "number") {
    const number = readNumber(said.text);
    if (!number) return undefined;
    const isInside = Number.isInteger(number.value) && number.value >= question.min && number.value <= question.max;
    return isInside ? number : { refused: t("questions.outside", { min: question.min, max: question.max }) };
  }
  return undefined;
}

function inWords(question: Question, value: Value | undefined, { t }: PartContext): string {
  if (question.type === "yesNo") return t(value === true ? "questions.yes" : "questions.no");
  if (question.type === "choice") return question.options[String(value)] ?? String(value);
  return question.type === "date" ? String(value).split("-").toReversed().join("/") : String(value);
}

function answered({ procedure, input }: PartContext): string[] {
  return Object.keys(procedure.data.questions).filter((name) => input.answers[name] !== undefined);
}

function withAnswers(context: PartContext, answers: Readonly<Record<string, Value>>): PartContext {
  const input: GuideInput = { ...context.input, answers: { ...context.input.answers, ...answers } };
  return contextOf(input, context.source, context.procedure);
}

/** Another procedure is the right one: said with the reason, and offered; never switched silently. */
function offerRedirect(context: PartContext, heard: GuideOutcome["says"]): GuideOutcome {
  const { t, source, theirs } = context;
  const to = theirs.redirect?.to ?? "";
  const name = source.procedures.get(to)?.data.names.plain ?? to;
  const text = `${theirs.redirect?.because ?? ""}\n\n${t("questions.redirect", { name })}`;
  const offer = { text, choices: [{ choice: "go", label: t("questions.go") }], expects: "choice" as const };
  return { says: [...heard, offer], next: { type: "wait" }, memory: { redirect: to } };
}

function receiveRedirect(context: PartContext, said: GuideSaid): GuideOutcome {
  const { theirs, input, source } = context;
  if (said.type !== "chose" || said.choice !== "go" || !theirs.redirect) return MISUNDERSTOOD;
  const target = source.procedures.get(theirs.redirect.to);
  const shared = target?.depth === "full" ? sharedAnswers(context, Object.keys(target.data.questions)) : [];
  const answers = Object.fromEntries(
    answered(context)
      .filter((name) => !shared.includes(name))
      .map((name) => [name, null]),
  );
  return done("redirected", { answers: { ...answers, procedure: theirs.redirect.to }, memory: input.memory });
}

/** Answers that mean the same there: same name, same type, and a value that exists. */
function sharedAnswers({ procedure, input, source, theirs }: PartContext, names: readonly string[]): string[] {
  const target = source.procedures.get(theirs.redirect?.to ?? "");
  if (target?.depth !== "full") return [];
  return names.filter((name) => {
    const [mine, other] = [procedure.data.questions[name], target.data.questions[name]];
    if (!mine || mine.type !== other?.type) return false;
    return other.type !== "choice" || Object.hasOwn(other.options, String(input.answers[name]));
  });
}
