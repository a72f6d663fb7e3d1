import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";
import { daysBetween, fullYears, type LocalDate } from "../../lib/local-date.ts";
import type { Field, Value } from "../definition/flow.ts";
import { findExcess, identifiersOf } from "./guard.ts";
import { KNOWN, rewriteShorthands } from "./shorthands.ts";

/** A compiled condition or value over declared fields. Pure: the day comes in as `today`. */
export interface Expression {
  readonly source: string;
  /** Fields it reads, each once. */
  readonly fieldsUsed: readonly string[];
  readonly ast: ASTNode;
  /**
   * Evaluates over `answers`. A field without an answer reads as the empty value of its type (`""`, `0`, `false`,
   * `[]`), and `known(field)` tells whether it was answered. A condition over a date without an answer is false.
   *
   * @throws {ExpressionError} when it has no value, e.g. a division by zero
   */
  evaluate(answers: Readonly<Record<string, Value | undefined>>, today: LocalDate): Value;
}

export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

export type Compiled = { readonly expression: Expression } | { readonly problem: string };

/** Declared fields, as a flow declares them or as a procedure's questions make them. */
export type Fields = Readonly<Record<string, Pick<Field, "type">>>;

type CelType = "string" | "int" | "bool" | "list<string>";

const CEL_TYPES: Readonly<Record<Field["type"], CelType>> = {
  text: "string",
  number: "int",
  date: "string",
  phone: "string",
  photo: "string",
  location: "string",
  place: "string",
  choice: "string",
  boolean: "bool",
  procedure: "string",
  list: "list<string>",
};

const EMPTY: Readonly<Record<CelType, unknown>> = { string: "", int: 0n, bool: false, "list<string>": [] };

/** A condition: as `compileExpression`, but it has to give true or false. */
export function compileCondition(source: string, fields: Fields): Compiled {
  return compile(source, fields, "bool");
}

/** A value to keep in a field or to hand to another flow. `problem` says what is wrong in one line. */
export function compileExpression(source: string, fields: Fields): Compiled {
  return compile(source, fields, undefined);
}

function compile(source: string, fields: Fields, wanted: CelType | undefined): Compiled {
  const excess = findExcess(source);
  if (excess) return { problem: excess };
  let parsed: ParseResult;
  try {
    parsed = environmentFor(fields).parse(rewriteShorthands(source));
  } catch (error) {
    return { problem: firstLine(error) };
  }
  const refused = findExcess(source, parsed.ast);
  if (refused) return { problem: refused };
  const checked = parsed.check();
  if (!checked.valid) return { problem: firstLine(checked.error) };
  if (wanted && checked.type !== wanted)
    return { problem: `gives ${checked.type}, but a condition must give true or false` };
  return { expression: build(source, parsed, fields, wanted === "bool") };
}

function build(source: string, parsed: ParseResult, fields: Fields, isCondition: boolean): Expression {
  const fieldsUsed = identifiersOf(parsed.ast).filter((name) => Object.hasOwn(fields, name));
  const dates = fieldsUsed.filter((name) => fields[name]?.type === "date");
  return {
    source,
    fieldsUsed,
    ast: parsed.ast,
    evaluate(answers, today) {
      if (isCondition && dates.some((name) => answers[name] === undefined)) return false;
      const context: Record<string, unknown> = { today, [KNOWN]: Object.keys(answers) };
      for (const name of fieldsUsed) context[name] = toCel(answers[name], fields[name]);
      try {
        return fromCel(parsed(context));
      } catch (error) {
        throw new ExpressionError(`"${source}": ${firstLine(error)}`, { cause: error });
      }
    },
  };
}

function environmentFor(fields: Fields): Environment {
  const environment = new Environment()
    .registerVariable("today", "string")
    .registerVariable(KNOWN, "list<string>")
    .registerFunction("daysSinceOn(string, string): int", (today: string, date: string) =>
      BigInt(daysBetween(date, today)),
    )
    .registerFunction("daysUntilOn(string, string): int", (today: string, date: string) =>
      BigInt(daysBetween(today, date)),
    )
    .registerFunction("fullYearsOn(string, string): int", (today: string, date: string) =>
      BigInt(fullYears(date, today)),
    );
  for (const [name, { type }] of Object.entries(fields)) environment.registerVariable(name, CEL_TYPES[type]);
  return environment;
}

/** CEL counts in 64-bit integers; a number with a fraction would not be one, so it is cut. */
function toCel(value: Value | undefined, field: Fields[string] | undefined): unknown {
  const type = CEL_TYPES[field?.type ?? "text"];
  if (value === undefined) return EMPTY[type];
  return typeof value === "number" ? BigInt(Math.trunc(value)) : value;
}

function fromCel(value: unknown): Value {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new TypeError("gives neither a text, a number, true or false, nor a list of texts");
}

/** The library shows the place under the message; one line is enough beside file and line. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
