import { textHash } from "../../lib/text-hash.ts";
import { checkShape, type FileProblem, parseYaml, type YamlSource } from "../../lib/yaml-source.ts";
import type { Flow, FlowSlug } from "./flow.ts";
import { flowFile } from "./schema.ts";

/** A flow with the file it came from, so that later checks can name lines. */
export interface ParsedFlow {
  readonly flow: Flow;
  readonly source: YamlSource;
}

/** Reads the text of `flows/<slug>.yaml`. Problems of shape only; `checkFlows` finds the rest. */
export function parseFlow(slug: FlowSlug, text: string): ParsedFlow | { readonly problems: readonly FileProblem[] } {
  const source = parseYaml(text);
  const checked = checkShape(source, flowFile);
  if ("problems" in checked) return checked;
  // Zod's optional keys are `T | undefined`; absent keys are absent here, so the cast loses nothing.
  return { flow: { slug, version: textHash(text), ...checked.value } as Flow, source };
}
