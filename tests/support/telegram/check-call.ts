import { readFileSync } from "node:fs";

interface Limit {
  readonly min?: number;
  readonly max?: number;
  readonly unit: "characters" | "bytes";
}
interface Field {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
  readonly limit?: Limit;
  readonly enum?: readonly string[];
}
interface Spec {
  readonly methods: Readonly<Record<string, { fields: readonly Field[] }>>;
  readonly types: Readonly<Record<string, { fields?: readonly Field[]; subtypes?: readonly string[] }>>;
}

const spec: Spec = JSON.parse(readFileSync(new URL("./bot-api.json", import.meta.url), "utf8"));

/** Bot API methods are called in any letter case. */
const METHODS = new Map(Object.keys(spec.methods).map((name) => [name.toLowerCase(), name]));

/** The method's name as the documentation spells it; `undefined` when there is none. */
export function methodNamed(name: string): string | undefined {
  return METHODS.get(name.toLowerCase());
}

/**
 * What the published specification has against a call; empty when nothing. Checks unknown and missing fields, types
 * all the way down, lengths in characters (code points, as entities are not used) or bytes, and closed lists.
 */
export function checkCall(method: string, params: Readonly<Record<string, unknown>>): string[] {
  const fields = spec.methods[method]?.fields;
  return fields ? checkFields(method, fields, params) : [`${method}: no such method`];
}

function checkFields(path: string, fields: readonly Field[], value: Readonly<Record<string, unknown>>): string[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  const problems = Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) => `${path}.${name}: unknown field`);
  for (const field of fields) {
    const given = value[field.name];
    if (given === undefined || given === null) {
      if (field.required) problems.push(`${path}.${field.name}: missing`);
      continue;
    }
    problems.push(...checkField(`${path}.${field.name}`, field, given));
  }
  return problems;
}

function checkField(path: string, field: Field, given: unknown): string[] {
  const perType = field.types.map((type) => checkType(path, type, given));
  const best =
    perType.find((problems) => problems.length === 0) ?? perType.toSorted((a, b) => a.length - b.length)[0] ?? [];
  if (best.length > 0) return best;
  if (field.enum && typeof given === "string" && !field.enum.includes(given))
    return [`${path}: not one of the allowed values`];
  return field.limit && typeof given === "string" ? checkLimit(path, field.limit, given) : [];
}

function checkLimit(path: string, { min, max, unit }: Limit, text: string): string[] {
  const length = unit === "bytes" ? Buffer.byteLength(text) : [...text.trim()].length;
  if (min !== undefined && length < min) return [`${path}: ${length} ${unit}, at least ${min}`];
  if (max !== undefined && length > max) return [`${path}: ${length} ${unit}, at most ${max}`];
  return [];
}

function checkType(path: string, type: string, given: unknown): string[] {
  if (type.startsWith("Array of ")) {
    if (!Array.isArray(given)) return [`${path}: wants a list`];
    return given.flatMap((item, index) => checkType(`${path}[${index}]`, type.slice("Array of ".length), item));
  }
  switch (type) {
    case "String":
      if (typeof given !== "string") return [`${path}: wants a text`];
      return given.isWellFormed() ? [] : [`${path}: text must be encoded in UTF-8`];
    case "Integer":
      return Number.isInteger(typeof given === "string" ? Number(given) : given)
        ? []
        : [`${path}: wants a whole number`];
    case "Float":
      return typeof given === "number" ? [] : [`${path}: wants a number`];
    case "Boolean":
    case "True":
      return typeof given === "boolean" ? [] : [`${path}: wants true or false`];
    default:
      return checkObject(path, type, given);
  }
}

function checkObject(path: string, type: string, given: unknown): string[] {
  const definition = spec.types[type];
  if (typeof given !== "object" || given === null || Array.isArray(given)) return [`${path}: wants ${type}`];
  if (definition?.subtypes) {
    const perType = definition.subtypes.map((subtype) => checkObject(path, subtype, given));
    return perType.find((problems) => problems.length === 0) ?? perType[0] ?? [];
  }
  const problems = checkFields(path, definition?.fields ?? [], given as Record<string, unknown>);
  if (type === "InlineKeyboardButton" && !("callback_data" in given) && !("url" in given)) {
    problems.push(`${path}: Text buttons are unallowed in the inline keyboard`);
  }
  return problems;
}
