import type { GuidePart } from "./guide-parts.ts";

/** Slug of a step inside its flow: lower-case letters, digits and hyphens, at most 40 characters. */
export type StepId = string;
/** Slug of a flow; also its file name in `flows/` and in `locales/<lang>/flows/`. */
export type FlowSlug = string;
export type FieldName = string;

/** What an answer may be. Dates are `YYYY-MM-DD`, places a five-digit commune code, photos an attachment id. */
export type Value = string | number | boolean | readonly string[];
export type Answers = Readonly<Record<FieldName, Value>>;

export type FieldType =
  | "text"
  | "number"
  | "date"
  | "phone"
  | "photo"
  | "location"
  | "place"
  | "choice"
  | "boolean"
  | "procedure"
  | "list";

/** A declared answer. Conditions may use declared fields only, so a typing slip is found before anybody meets it. */
export interface Field {
  readonly type: FieldType;
  /** The allowed values of a `choice`. */
  readonly values?: readonly string[];
  /** A sensitive answer leaves the session when its flow ends. */
  readonly sensitive?: boolean;
  /** Bounds: numbers by value, texts by length in characters, dates as `YYYY-MM-DD` or `today`. */
  readonly min?: number | string;
  readonly max?: number | string;
}

/**
 * What happens when nobody answers: `after` is a duration such as `PT30M` or `P1D`. Without `go` the person is reminded
 * once or twice that the question waits, and stands where they stood.
 */
export interface Silence {
  readonly after: string;
  readonly go?: StepId;
}

/** The two ways out that every waiting step has besides its answers; a flow states defaults for both. */
export interface Fallbacks {
  /** Where to go when help has been given as often as the texts allow and the answer still does not fit. */
  readonly misunderstood: StepId;
  readonly silent: Silence;
}

interface Waiting extends Partial<Fallbacks> {}

export type SayStep = { type: "say"; next: StepId };
export type ChooseStep = Waiting & {
  type: "choose";
  /** Where the choice is kept; without it the choice only routes. */
  save?: FieldName;
  /** Choice slug (at most 24 ASCII characters) → where it leads. `when` hides it unless true (CEL). */
  options: Readonly<Record<string, { go: StepId; when?: string }>>;
};
export type AskStep = Waiting & {
  type: "ask";
  save: FieldName;
  /** A named format for texts, e.g. `dossierCode`; see `steps/formats.ts`. */
  format?: string;
  next: StepId;
  /** Present: a "skip" button that leads there. */
  skip?: StepId;
};
export type BranchStep = { type: "branch"; cases: readonly { when: string; go: StepId }[]; else: StepId };
export type SetStep = { type: "set"; values: Readonly<Record<FieldName, string>>; next: StepId };
export type CallStep = {
  type: "call";
  flow: FlowSlug;
  /** Parameter of the called flow → CEL over this flow's fields. */
  with?: Readonly<Record<FieldName, string>>;
  /** Field here → field that the called flow returns. */
  save?: Readonly<Record<FieldName, FieldName>>;
  next: StepId;
};
/** One part of the talk about a procedure. What it says comes from the catalogue; see `assets.ts`. */
export type GuideStep = Waiting & {
  type: "guide";
  part: GuidePart;
  /** The field that holds the procedure's slug. */
  procedure: FieldName;
  /** Outcome of the part → where it leads. Each part states its outcomes in `GUIDE_OUTCOMES`. */
  outcomes: Readonly<Record<string, StepId>>;
};
/** Searches the catalogue for what somebody typed; shows matches as buttons. */
export type FindStep = Waiting & {
  type: "find";
  save: FieldName;
  /** A field with text to search at once instead of asking first. */
  from?: FieldName;
  next: StepId;
  /** Where to go when the person says that none of the matches fits. */
  none: StepId;
};
/** Plans a reminder: at `hour` in Vietnam, `daysBefore` the date that `on` gives (CEL), `flow` starts with these fields. */
export type RemindStep = {
  type: "remind";
  on: string;
  daysBefore: number;
  hour: number;
  flow: FlowSlug;
  /** Parameter of that flow → CEL over this flow's fields. */
  with: Readonly<Record<FieldName, string>>;
  /** The field that holds the procedure: a later reminder for the same one replaces this. */
  procedure: FieldName;
  next: StepId;
};
export type HandOverStep = { type: "handOver"; reason: string; next: StepId };
/** One to five; anonymous; with a skip button. */
export type RateStep = Waiting & {
  type: "rate";
  about: "information" | "help";
  /** The field that holds the procedure whose information is rated. */
  procedure?: FieldName;
  next: StepId;
};
/** Acts on the person's own data, consent or language; carried out by the shell in the turn's own commit. */
export type PersonalStep = {
  type: "personal";
  action: "showData" | "eraseData" | "giveConsent" | "withdrawConsent" | "useLanguage";
  /** For `useLanguage`: the field that holds `vi` or `en`. */
  field?: FieldName;
  /** For the consents: what was agreed to, and the version of its wording. */
  topic?: "conversation" | "reminders";
  version?: string;
  next: StepId;
};
/** Keeps a comment of the person for editors; the text goes to the feedback table, never to the engagement log. */
export type CommentStep = Waiting & { type: "comment"; about: string; next: StepId; skip?: StepId };
/** Changes the dossier of the current procedure: see `dossier/`. Values are CEL. */
export type DossierStep = {
  type: "dossier";
  state: "preparing" | "filed" | "supplementRequested" | "returned" | "resultReceived" | "abandoned";
  procedure: FieldName;
  code?: string;
  appointmentOn?: string;
  next: StepId;
};
export type EndStep = { type: "end"; returns?: Readonly<Record<FieldName, string>> };

export type Step =
  | SayStep
  | ChooseStep
  | AskStep
  | BranchStep
  | SetStep
  | CallStep
  | GuideStep
  | FindStep
  | RemindStep
  | HandOverStep
  | RateStep
  | PersonalStep
  | CommentStep
  | DossierStep
  | EndStep;

/** A conversation as its editor wrote it, checked and ready to run. */
export interface Flow {
  readonly slug: FlowSlug;
  /** Twelve hexadecimal digits made from the file's text; a changed file is a new version. */
  readonly version: string;
  readonly first: StepId;
  /** Fields that a caller fills. */
  readonly params: readonly FieldName[];
  readonly fields: Readonly<Record<FieldName, Field>>;
  readonly defaults: Fallbacks;
  readonly steps: Readonly<Record<StepId, Step>>;
  /** Typed words that fit no answer but read as a wish for a procedure start this flow, the words in its `field`. */
  readonly search?: { readonly flow: FlowSlug; readonly field: FieldName };
  /** Steps of earlier versions → where people who stand there go on. */
  readonly moved: Readonly<Record<StepId, StepId>>;
}
