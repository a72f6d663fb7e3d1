import type { ASTNode } from "@marcbachmann/cel-js";
import type { Answers, Value } from "../flow/definition/flow.ts";
import { childrenOf, identifiersOf } from "../flow/expression/guard.ts";
import { BoundedMap } from "../lib/bounded-map.ts";
import { addDays, type LocalDate } from "../lib/local-date.ts";
import { isInForce, withTerms } from "./case.ts";
import { type ReadyFullProcedure, rulesOf } from "./parse-procedure.ts";

/** More combinations than this for one condition are not tried: it then counts as depending on all it mentions. */
const MAX_COMBINATIONS = 4_096;
const MAX_REMEMBERED = 5_000;
/** Lists whose entries do not change what the person has to do; they never cause a question. */
const IDLE_LISTS = new Set(["afterwards", "returns", "deadlines", "unknowns", "caveats"]);

const remembered = new WeakMap<ReadyFullProcedure, BoundedMap<string, string | null>>();

/**
 * The next question whose answer changes this person's papers, fee, time, office, steps, or whether it is the right
 * procedure at all; `undefined` when nothing left to ask makes a difference.
 *
 * Follows from the conditions themselves: a question matters when, for some answers to the others, changing it turns
 * a condition that is in force today. Dates and numbers are tried around the values that conditions compare them to.
 */
export function nextQuestion(procedure: ReadyFullProcedure, answers: Answers, today: LocalDate): string | undefined {
  const own = Object.keys(procedure.data.questions).map((name) => [name, answers[name]]);
  const key = JSON.stringify([today, own]);
  const known = remembered.get(procedure) ?? new BoundedMap<string, string | null>(MAX_REMEMBERED);
  remembered.set(procedure, known);
  const before = known.get(key);
  if (before !== undefined) return before ?? undefined;
  const found = findNext(procedure, answers, today);
  known.set(key, found ?? null);
  return found;
}

function findNext(procedure: ReadyFullProcedure, answers: Answers, today: LocalDate): string | undefined {
  const open = Object.keys(procedure.data.questions).filter((name) => answers[name] === undefined);
  if (open.length === 0) return undefined;
  const conditions = new Set(
    rulesOf(procedure.data)
      .filter(({ path, rule }) => rule.when !== undefined && !IDLE_LISTS.has(String(path[0])) && isInForce(rule, today))
      .map(({ rule }) => rule.when ?? ""),
  );
  const mattering = new Set([...conditions].flatMap((when) => questionsThatTurn(procedure, when, answers, today)));
  return open.find((name) => mattering.has(name));
}

/** The open questions on which a condition still depends. */
function questionsThatTurn(procedure: ReadyFullProcedure, when: string, answers: Answers, today: LocalDate): string[] {
  const open = supportOf(procedure, when).filter((name) => answers[name] === undefined);
  if (open.length === 0) return [];
  const domains = open.map((name) => domainOf(procedure, name, today));
  const combinations = domains.reduce((product, domain) => product * domain.length, 1);
  if (combinations > MAX_COMBINATIONS) return open;
  const results = domains
    .reduce<Value[][]>((rows, domain) => rows.flatMap((row) => domain.map((value) => [...row, value])), [[]])
    .map((row) => {
      const given = { ...answers, ...Object.fromEntries(open.map((name, index) => [name, row[index] as Value])) };
      return {
        row,
        holds: procedure.conditions.get(when)?.evaluate(withTerms(procedure, given, today), today) === true,
      };
    });
  return open.filter((_name, index) => turns(results, index));
}

/** True when two rows that differ only at `index` come out differently. */
function turns(results: readonly { row: readonly Value[]; holds: boolean }[], index: number): boolean {
  const byOthers = new Map<string, boolean>();
  for (const { row, holds } of results) {
    const others = JSON.stringify(row.toSpliced(index, 1));
    const before = byOthers.get(others);
    if (before !== undefined && before !== holds) return true;
    byOthers.set(others, holds);
  }
  return false;
}

/** The questions that a condition reads, through terms too. */
function supportOf({ data, conditions }: ReadyFullProcedure, when: string): string[] {
  const found = new Set<string>();
  const waiting = [when];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    for (const name of conditions.get(source)?.fieldsUsed ?? []) {
      if (name in data.terms) waiting.push(name);
      else found.add(name);
    }
  }
  return [...found];
}

/** Values that between them make every difference a question can make. */
export function domainOf(procedure: ReadyFullProcedure, name: string, today: LocalDate): readonly Value[] {
  const question = procedure.data.questions[name];
  switch (question?.type) {
    case "yesNo":
      return [true, false];
    case "choice":
      return Object.keys(question.options);
    case "number": {
      const around = comparedWith(procedure, name).flatMap((bound) => [bound - 1, bound, bound + 1]);
      const inside = around.filter((value) => value >= question.min && value <= question.max);
      return [...new Set([question.min, question.max, ...inside])];
    }
    case "date":
      return datesAround(procedure, name, today);
    case undefined:
      return [];
    default:
      return question satisfies never;
  }
}

function datesAround(procedure: ReadyFullProcedure, name: string, today: LocalDate): LocalDate[] {
  const days = comparedWith(procedure, name, "daysSinceOn").flatMap((bound) => [bound - 1, bound, bound + 1]);
  const untilDays = comparedWith(procedure, name, "daysUntilOn").flatMap((bound) => [1 - bound, -bound, -1 - bound]);
  const birthdays = comparedWith(procedure, name, "fullYearsOn").flatMap((years) => {
    const birthday = `${Number(today.slice(0, 4)) - years}${today.slice(4) === "-02-29" ? "-02-28" : today.slice(4)}`;
    return [addDays(birthday, -1), birthday, addDays(birthday, 1)];
  });
  return [...new Set([today, ...[...days, ...untilDays].map((count) => addDays(today, -count)), ...birthdays])];
}

/** The whole numbers that conditions compare a question with, directly or through a function of it. */
function comparedWith({ conditions }: ReadyFullProcedure, name: string, through?: string): number[] {
  const bounds: number[] = [];
  for (const { ast } of conditions.values()) collect(ast);
  return bounds;

  function collect(node: ASTNode): void {
    if (["<", "<=", ">", ">=", "==", "!="].includes(node.op)) {
      const [left, right] = childrenOf(node);
      for (const [side, other] of [
        [left, right],
        [right, left],
      ]) {
        if (side && other?.op === "value" && reads(side)) bounds.push(Number(other.args));
      }
    }
    for (const child of childrenOf(node)) collect(child);
  }

  function reads(node: ASTNode): boolean {
    if (through === undefined) return node.op === "id" && node.args === name;
    return node.op === "call" && node.args[0] === through && identifiersOf(node).includes(name);
  }
}
