import { createInstance } from "i18next";
import type { Language } from "../flow/assets.ts";
import type { FileProblem } from "../lib/yaml-source.ts";
import type { ContentFiles } from "./read-files.ts";

export const LANGUAGES: readonly Language[] = ["vi", "en"];

/** All texts of both languages by key: `flows/menu:home.text`, `engine:buttons.back`. */
export interface Texts {
  text(language: Language, key: string, vars?: Readonly<Record<string, string | number>>): string;
  texts(language: Language, key: string, vars?: Readonly<Record<string, string | number>>): readonly string[];
  has(language: Language, key: string): boolean;
}

export type Namespaces = Readonly<Record<Language, Readonly<Record<string, unknown>>>>;

/** `locales/<lang>/<namespace>.json` → namespaces per language. */
export function readNamespaces(files: ContentFiles): {
  namespaces: Namespaces;
  problems: (FileProblem & { file: string })[];
} {
  const namespaces: Record<Language, Record<string, unknown>> = { vi: {}, en: {} };
  const problems: (FileProblem & { file: string })[] = [];
  for (const [file, text] of files) {
    const [, language, name] = /^locales\/(vi|en)\/(.+)\.json$/.exec(file) ?? [];
    if (!language || !name) continue;
    try {
      namespaces[language as Language][name] = JSON.parse(text);
    } catch (error) {
      problems.push({
        file,
        line: lineOfJsonError(error, text),
        message: `is no JSON: ${String((error as Error).message)}`,
      });
    }
  }
  return { namespaces, problems };
}

/** Texts are plain: no escaping here, each channel escapes as it needs. A missing text is found by the checks. */
export function createTexts(namespaces: Namespaces): Texts {
  const instance = createInstance();
  void instance.init({
    lng: "vi",
    fallbackLng: "vi",
    ns: [...new Set(LANGUAGES.flatMap((language) => Object.keys(namespaces[language])))],
    resources: namespaces as unknown as Record<string, Record<string, never>>,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnObjects: true,
  });
  const lookUp = (language: Language, key: string, vars = {}): unknown => instance.t(key, { lng: language, ...vars });
  return {
    text(language, key, vars) {
      const found = lookUp(language, key, vars);
      return typeof found === "string" ? found : key;
    },
    texts(language, key, vars) {
      if (!instance.exists(key, { lng: language })) return [];
      const found = lookUp(language, key, vars);
      return Array.isArray(found) ? found.map(String) : [];
    },
    has: (language, key) => instance.exists(key, { lng: language }),
  };
}

function lineOfJsonError(error: unknown, text: string): number {
  const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
  return text.slice(0, position).split("\n").length;
}
