import { parseYaml } from "../../lib/yaml-source.ts";
import type { Flow, Step } from "./flow.ts";
import type { FlowProblem } from "./report.ts";

/** A message that a tired reader still finishes; also far below what any platform refuses. UTF-16 code units. */
export const MAX_TEXT_LENGTH = 600;
/** Telegram cuts labels that do not fit a narrow phone; Zalo refuses over 100. */
export const MAX_LABEL_LENGTH = 40;
/** More buttons than this are no choice any more; as numbered lines they would not fit one message. */
export const MAX_BUTTONS = 12;

const LANGUAGES = ["vi", "en"] as const;
const VARIABLE = /\{\{\s*([A-Za-z0-9_.]+)/g;

/** One text that a flow needs, by its path in the flow's file. */
interface Needed {
  readonly path: readonly string[];
  readonly isLabel: boolean;
}

/** Every text of a flow, in both languages: there, used, short enough, with variables that exist. */
export function checkTexts(flow: Flow, files: ReadonlyMap<string, string>): FlowProblem[] {
  return LANGUAGES.flatMap((language) => {
    const file = `locales/${language}/flows/${flow.slug}.json`;
    const json = files.get(file);
    const needed = Object.entries(flow.steps).flatMap(([id, step]) => neededTexts(id, step));
    if (json === undefined) {
      return needed.length > 0
        ? [{ file, line: 1, message: `is missing; it holds the texts of flows/${flow.slug}.yaml` }]
        : [];
    }
    const source = parseYaml(json);
    const texts = flatten(source.value);
    const problems: FlowProblem[] = [];
    const add = (path: readonly string[], message: string) =>
      problems.push({ file, line: source.lineOf(path), message: `${path.join(".")}: ${message}` });

    for (const { path } of needed) {
      if (!texts.has(path.join("\u0000")) && !texts.has([...path, "text"].join("\u0000")))
        add(path, "this text is missing; write it");
    }
    for (const [key, text] of texts) checkText(flow, key.split("\u0000"), text, needed, add);
    for (const [id, step] of Object.entries(flow.steps)) {
      if (step.type === "choose" && Object.keys(step.options).length > MAX_BUTTONS)
        add([id], `has more than ${MAX_BUTTONS} buttons; split the question`);
    }
    return problems;
  });
}

/** Files of texts that belong to no flow. */
export function checkTextFiles(slugs: ReadonlySet<string>, files: ReadonlyMap<string, string>): FlowProblem[] {
  return [...files.keys()].flatMap((file) => {
    const slug = /^locales\/(?:vi|en)\/flows\/(.+)\.json$/.exec(file)?.[1];
    return slug && !slugs.has(slug)
      ? [{ file, line: 1, message: `there is no flow ${slug}; remove this file or restore flows/${slug}.yaml` }]
      : [];
  });
}

function neededTexts(id: string, step: Step): Needed[] {
  switch (step.type) {
    case "say":
    case "ask":
    case "rate":
    case "comment":
      return [{ path: [id], isLabel: false }];
    case "find":
      return [{ path: [id], isLabel: false }];
    case "choose":
      return [
        { path: [id], isLabel: false },
        ...Object.keys(step.options).map((choice) => ({ path: [id, "options", choice], isLabel: true })),
      ];
    default:
      return [];
  }
}

function checkText(
  flow: Flow,
  path: readonly string[],
  text: string,
  needed: readonly Needed[],
  add: (path: readonly string[], message: string) => void,
): void {
  const isHelp = path[1] === "help";
  const used = needed.find((one) => same(one.path, path) || same([...one.path, "text"], path));
  if (!used && !(isHelp && needed.some((one) => one.path[0] === path[0])))
    return add(path, "no step uses this text; remove it");
  const isLabel = used?.isLabel ?? false;
  const most = isLabel ? MAX_LABEL_LENGTH : MAX_TEXT_LENGTH;
  if (text.length > most)
    add(
      path,
      `is ${text.length} characters long, ${isLabel ? "a button shows" : "a message has"} at most ${most}; shorten it`,
    );
  if (text.trim() === "") add(path, "is empty; write it");
  if (text !== text.normalize("NFC")) add(path, "is not in NFC; type it again with an ordinary keyboard");
  for (const [, name = ""] of text.matchAll(VARIABLE)) {
    if (!(name in flow.fields)) add(path, `uses {{${name}}}, but the flow has no field "${name}"`);
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** Paths joined by NUL → texts, lists included. */
function flatten(value: unknown, path: readonly string[] = [], found = new Map<string, string>()): Map<string, string> {
  if (typeof value === "string") found.set(path.join("\u0000"), value);
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, [...path, key], found);
  }
  return found;
}
