import { readDate } from "../../language/dates.ts";
import { readNumber } from "../../language/numbers.ts";
import { readPhone } from "../../language/phone.ts";
import { readYesNo } from "../../language/yes-no.ts";
import type { AskStep, Field, Value } from "../definition/flow.ts";
import type { Expects } from "../effects.ts";
import { isInFormat, toFormat } from "./formats.ts";
import {
  fieldOf,
  goTo,
  MISUNDERSTOOD,
  type Outcome,
  type Said,
  type Standing,
  type StepBehaviour,
  WAIT,
} from "./outcome.ts";
import { engineChoice, engineText, readable, readableDate, stepText } from "./step-text.ts";

const MAX_TEXT_ANSWER = 500;

const EXPECTS: Readonly<Partial<Record<Field["type"], Expects>>> = {
  number: "number",
  date: "date",
  phone: "phone",
  photo: "photo",
  location: "location",
};

/** What an answer was read as; `help` instead when it was read, but cannot be. */
type Reading = { readonly value: Value; readonly shown?: string } | { readonly help: string } | undefined;

/** Asks for something that is typed or sent. What was understood is shown back. */
export const ask: StepBehaviour<AskStep> = {
  enter: (step, at) => ({
    messages: [
      {
        text: stepText(at),
        choices: step.skip ? [engineChoice(at, "skip")] : [],
        expects: EXPECTS[fieldOf(at, step.save).type] ?? "text",
      },
    ],
    next: WAIT,
  }),

  receive(step, said, at) {
    if (said.type === "chose") return receiveChoice(step, said.choice, at);
    const field = fieldOf(at, step.save);
    if (field.type === "place" && said.type === "text") return receivePlace(step, said.text, at);
    const reading = read(field, step.format, said, at);
    if (!reading) return MISUNDERSTOOD;
    if ("help" in reading) return { next: { to: "misunderstood", help: reading.help } };
    return accept(step, reading.value, reading.shown);
  },

  pass: (step, left) => (left === "@skip" ? step.skip : step.next),
};

function accept(step: AskStep, value: Value, shown?: string): Outcome {
  return {
    answers: { [step.save]: value },
    left: "answered",
    ...(shown && { understood: shown }),
    next: goTo(step.next),
  };
}

function receiveChoice(step: AskStep, choice: string, at: Standing): Outcome {
  if (choice === "@skip" && step.skip) return { answers: { [step.save]: null }, left: "@skip", next: goTo(step.skip) };
  const code = /^place:(\d{5})$/.exec(choice)?.[1];
  const name = code && at.assets.places.name(code);
  return code && name ? accept(step, code, name) : MISUNDERSTOOD;
}

/** One match is taken and shown back; several become buttons. */
function receivePlace(step: AskStep, text: string, at: Standing): Outcome {
  const found = at.assets.places.find(text);
  const [only] = found;
  if (!only) return MISUNDERSTOOD;
  if (found.length === 1) return accept(step, only.code, [only.name, only.note].filter(Boolean).join(" – "));
  const choices = found.map(({ code, name }) => ({ choice: `place:${code}`, label: name }));
  return {
    messages: [{ text: engineText(at, "whichPlace"), choices, expects: "choice" }],
    memory: { asked: text },
    next: WAIT,
  };
}

function read(field: Field, format: string | undefined, said: Said, at: Standing): Reading {
  if (said.type === "photo") return field.type === "photo" ? { value: said.attachmentId } : undefined;
  if (said.type === "location")
    return field.type === "location" ? { value: `${said.latitude},${said.longitude}` } : undefined;
  if (said.type === "contact") return field.type === "phone" ? readPhone(said.phone) : undefined;
  if (said.type !== "text") return undefined;
  switch (field.type) {
    case "date":
      return inBounds(readDate(said.text, at.today), field, at);
    case "number":
      return inBounds(readNumber(said.text), field, at);
    case "phone":
      return readPhone(said.text);
    case "boolean": {
      const value = readYesNo(said.text);
      return value === undefined ? undefined : { value };
    }
    case "text":
    case "procedure":
    case "choice":
      return readText(field, format, said.text, at);
    default:
      return undefined;
  }
}

function readText(field: Field, format: string | undefined, text: string, at: Standing): Reading {
  const most = Number(field.max ?? MAX_TEXT_ANSWER);
  if (text.length > most) return { help: engineText(at, "tooLong", { most }) };
  if (text.length < Number(field.min ?? 1)) return undefined;
  if (!format) return { value: text };
  return isInFormat(format, text) ? { value: toFormat(format, text), shown: toFormat(format, text) } : undefined;
}

function inBounds(reading: { value: Value; shown: string } | undefined, field: Field, at: Standing): Reading {
  if (!reading) return undefined;
  const least = field.min === "today" ? at.today : field.min;
  const most = field.max === "today" ? at.today : field.max;
  const show = (bound: number | string) =>
    field.type === "date" ? readableDate(String(bound)) : readable(at, field, bound);
  if (least !== undefined && reading.value < least)
    return { help: engineText(at, "tooSmall", { shown: reading.shown, least: show(least) }) };
  if (most !== undefined && reading.value > most)
    return { help: engineText(at, "tooLarge", { shown: reading.shown, most: show(most) }) };
  return reading;
}
