import type { LocalDate } from "../lib/local-date.ts";
import type { Answers, Flow, FlowSlug } from "./definition/flow.ts";
import type { GuidePart } from "./definition/guide-parts.ts";
import type { DossierChange } from "./effects.ts";
import type { Json } from "./engine/session.ts";
import type { EngagementFact } from "./facts.ts";

export type { GuidePart } from "./definition/guide-parts.ts";

export type Language = "vi" | "en";

/** A button before the engine gives it a payload. `choice` comes back in `GuideSaid` when it is tapped. */
export interface Choice {
  /** At most 30 ASCII characters `[a-z0-9:-]`. */
  readonly choice: string;
  readonly label: string;
  readonly url?: string;
}

export interface GuideInput {
  readonly part: GuidePart;
  /** Slug of the procedure. */
  readonly procedure: string;
  readonly answers: Answers;
  /** The person's own facts that outlive flows (commune). */
  readonly profile: Answers;
  readonly memory: Json;
  readonly today: LocalDate;
  readonly language: Language;
}

/** What the person did, as the engine understood it. Typed text has already been matched against button labels. */
export type GuideSaid = { type: "chose"; choice: string } | { type: "text"; text: string };

export interface GuideOutcome {
  readonly says: readonly {
    text: string;
    choices: readonly Choice[];
    replaces?: string;
    expects?: "text" | "date" | "number" | "choice";
  }[];
  /** `wait` for an answer; `done` with an outcome of the part; `misunderstood` lets the engine give growing help. */
  readonly next: { type: "wait" } | { type: "done"; outcome: string } | { type: "misunderstood" };
  /** Replaces the step's memory; absent: kept. */
  readonly memory?: Json;
  /** Merged into the frame's answers; `null` removes one. */
  readonly answers?: Readonly<Record<string, Answers[string] | null>>;
  /** Merged into the profile. */
  readonly profile?: Answers;
  readonly facts?: readonly EngagementFact[];
  readonly dossier?: DossierChange;
}

/** The talk about procedures: implemented by `procedure/`, played by the `guide` step. Pure. */
export interface Guide {
  has(procedure: string): boolean;
  /** The procedure's plain name, for texts. */
  name(procedure: string, language: Language): string;
  version(procedure: string): string;
  enter(input: GuideInput): GuideOutcome;
  receive(input: GuideInput, said: GuideSaid): GuideOutcome;
  /** One step back inside the part (the previous question, the previous portal step); `undefined`: leave the part. */
  back(input: GuideInput): GuideOutcome | undefined;
  /** The answers this part asked for that may be edited: field → question and answer in words. */
  editable(input: GuideInput): readonly { field: string; question: string; answer: string }[];
}

export interface Found {
  readonly id: string;
  readonly score: number;
  readonly name: string;
}

/** The result of a search. `understood: false` always comes with no results. */
export interface SearchAnswer {
  readonly results: readonly Found[];
  readonly understood: boolean;
  /** When two or more are close: the one question that separates them, shown above the buttons. */
  readonly question?: string;
  /** What else the text was recognised as, when it is no wish for a procedure. */
  readonly intent?: "greeting" | "thanks" | "complaint" | "person" | "emergency" | "abuse" | "smallTalk";
}

export type Search = (query: string, language: Language) => SearchAnswer;

export interface PlaceFound {
  /** Five digits, text. */
  readonly code: string;
  /** With its unit word and province: "xã Tân Yên, tỉnh Bắc Ninh". */
  readonly name: string;
  /** Set when an old name was given: "xã Cao Xá cũ nay thuộc xã Tân Yên". */
  readonly note?: string;
}

/** Resolves today's and former names of communes. At most eight candidates. */
export interface Places {
  find(text: string): readonly PlaceFound[];
  name(code: string): string | undefined;
}

/** All that the engine reads besides session and event. Pure and synchronous; the same in Node and the browser. */
export interface Assets {
  flow(slug: FlowSlug): Flow | undefined;
  /** A text by its key, e.g. `flows/welcome:greet` or `engine:back`; variables as `{{name}}`. */
  text(language: Language, key: string, vars?: Readonly<Record<string, string | number>>): string;
  /** A list of texts (growing help); empty when there is none. */
  texts(language: Language, key: string, vars?: Readonly<Record<string, string | number>>): readonly string[];
  has(language: Language, key: string): boolean;
  readonly guide: Guide;
  readonly search: Search;
  readonly places: Places;
}
