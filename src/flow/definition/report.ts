import type { FileProblem } from "../../lib/yaml-source.ts";
import type { Flow } from "./flow.ts";

/** Something wrong in a file of `flows/` or `locales/`, with the line and the fix. */
export interface FlowProblem extends FileProblem {
  readonly file: string;
}

/** Notes a problem of one flow at a path in its file. */
export type Report = (path: readonly PropertyKey[], message: string) => void;

/** The flows of a folder, as one flow sees the others. */
export interface FlowSet {
  readonly slugs: readonly string[];
  flow(slug: string): Flow | undefined;
}
