import { z } from "zod";

/**
 * One administrative procedure as `flows/procedures/<slug>.yaml` states it. Facts only, in plain Vietnamese; the
 * English of each text lies beside the ids in `locales/en/procedures/<slug>.yaml`. Every entry that shows to people
 * has an `id`, so that translations, ticks and tests can name it.
 */
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and hyphens")
  .max(24);
const date = z.iso.date();
const text = z.string().trim().min(1);
/** CEL over the procedure's questions, terms and `today`; see `src/flow/expression/`. */
const condition = z.string().trim().min(1).max(300);

/** Where a group of facts comes from, when somebody last compared it with the source, and how sure it is. */
const provenance = z.strictObject({
  /** Keys of `flows/procedures/_sources.yaml`. */
  sources: z.array(z.string()).min(1),
  checked: date,
  confidence: z.enum(["high", "medium", "low"]),
  /** Why the confidence is not high; shown to editors, and to citizens when low. */
  doubt: text.optional(),
});

/** In force from `validFrom` to `validTo`, both days included; absent: open. Applies when `when` is true. */
const rule = {
  id,
  when: condition.optional(),
  /** Why it applies to this person; wanted wherever `when` is given, as it is shown. */
  because: text.optional(),
  validFrom: date.optional(),
  validTo: date.optional(),
};

/** Money in whole đồng. An amount that nobody could confirm is `unknown`, and is never shown as free. */
const money = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("value"), amount: z.int().positive(), per: text.optional() }),
  z.strictObject({ state: z.literal("none") }),
  z.strictObject({ state: z.literal("unknown"), ask: text.optional() }),
]);

const question = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("yesNo"), ask: text, why: text.optional() }),
  z.strictObject({
    type: z.literal("choice"),
    ask: text,
    why: text.optional(),
    /** Option slug → label on the button, at most 40 characters. */
    options: z
      .record(id, text.max(40))
      .refine((options) => Object.keys(options).length >= 2, "give two options or more"),
  }),
  z.strictObject({
    type: z.literal("date"),
    ask: text,
    why: text.optional(),
    notAfterToday: z.boolean().default(true),
  }),
  z.strictObject({ type: z.literal("number"), ask: text, why: text.optional(), min: z.int(), max: z.int() }),
]);

const paper = z.strictObject({
  ...rule,
  name: text,
  /** Who issues it, original or copy, how many. */
  detail: text.optional(),
  /** `form`: filled in on the portal or at the counter, not brought along. */
  kind: z.enum(["form", "original", "copy", "photo", "show", "any"]).default("any"),
  ways: z
    .array(z.enum(["online", "counter"]))
    .min(1)
    .default(["online", "counter"]),
});

const fee = z.strictObject({ ...rule, name: text, counter: money, online: money });

const time = z.strictObject({
  ...rule,
  ways: z
    .array(z.enum(["online", "counter"]))
    .min(1)
    .default(["online", "counter"]),
  /** Absent `days`: not known. `sameDay` counts 0. */
  days: z.int().nonnegative().optional(),
  unit: z.enum(["workingDays", "calendarDays", "sameDay"]),
  text,
});

const office = z.strictObject({
  ...rule,
  /** The authority that decides, in today's words. */
  name: text,
  level: z.enum(["commune", "province", "ministry"]),
  /** Exactly what to choose on the portal; `{{commune}}` stands for the person's commune where known. */
  choose: text,
  /** Whose commune decides, asked of the person when the office is a commune's: "nơi cha hoặc mẹ cư trú". */
  whose: text.optional(),
});

const stuck = z.strictObject({ id, cause: text, cure: text, basis: z.enum(["sourced", "inferred"]) });

/** A step on the portal: a common one from `_portal.yaml` (`use`), perhaps with something to add, or one of its own. */
const portalStep = z.union([
  z.strictObject({ use: id, add: text.optional(), stuck: z.array(stuck).default([]) }),
  z.strictObject({ ...rule, text, stuck: z.array(stuck).default([]) }),
]);

const note = z.strictObject({ ...rule, text });

const head = {
  slug: z.string(),
  /** The code of the national database, e.g. `1.001193`; `null`: not known. */
  code: z.string().nullable(),
  names: z.strictObject({ official: text, plain: text }),
  summary: text.max(300),
  synonyms: z.array(text).min(3),
  identity: provenance,
};

const summaryProcedure = z.strictObject({ depth: z.literal("summary"), ...head });

const fullProcedure = z.strictObject({
  depth: z.literal("full"),
  ...head,
  /** Whose card to open on the portal: the same name may stand there for ministry, province and commune. */
  level: z.enum(["commune", "province", "ministry"]),
  online: z.enum(["full", "partial", "none", "unknown"]),
  who: text,
  /** In the order to ask. */
  questions: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), question),
  /** Named conditions that others may use, e.g. `late: daysSince(birthDate) > 60`. */
  terms: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), condition).default({}),
  /** Another procedure is the right one. */
  redirects: z.array(z.strictObject({ ...rule, to: z.string(), when: condition, because: text })).default([]),
  papers: z.strictObject({ facts: provenance, list: z.array(paper).min(1) }),
  fees: z.strictObject({ facts: provenance, list: z.array(fee).min(1) }),
  times: z.strictObject({ facts: provenance, list: z.array(time).min(1) }),
  offices: z.strictObject({ facts: provenance, list: z.array(office).min(1) }),
  portal: z
    .strictObject({
      facts: provenance,
      /** The page of the procedure; `null`: none known. */
      url: z.url().nullable(),
      /** What to type into the portal's search box; always given, as links die. */
      search: text,
      steps: z.array(portalStep).min(1),
    })
    .nullable(),
  counter: z.strictObject({ facts: provenance, steps: z.array(note).min(1) }),
  result: z.strictObject({ facts: provenance, text }),
  afterwards: z.array(note).default([]),
  /** Why dossiers come back, with what to do against it. */
  returns: z.strictObject({
    facts: provenance,
    list: z.array(z.strictObject({ ...rule, text, cure: text.optional(), basis: z.enum(["sourced", "inferred"]) })),
  }),
  deadlines: z.array(z.strictObject({ ...rule, text, basis: text })).default([]),
  /** What is not known and whom to ask; the bot says it in so many words. */
  unknowns: z.array(note).default([]),
  /** Changes to come and other warnings. */
  caveats: z.array(note).default([]),
  legal: z.array(text).min(1),
  related: z.array(z.string()).default([]),
});

export const procedureFile = z.discriminatedUnion("depth", [summaryProcedure, fullProcedure]);

export type FullProcedure = z.infer<typeof fullProcedure>;
export type Procedure = z.infer<typeof procedureFile>;
export type Money = z.infer<typeof money>;
export type Question = z.infer<typeof question>;

/** `flows/procedures/_portal.yaml`: the steps that every procedure shares on the national portal. */
export const portalFile = z.strictObject({
  facts: provenance,
  steps: z.array(z.strictObject({ id, text, stuck: z.array(stuck).min(1) })).min(1),
});
export type PortalFile = z.infer<typeof portalFile>;

/** `flows/procedures/_sources.yaml`: what each source key stands for. */
export const sourcesFile = z.record(z.string(), z.strictObject({ what: text, address: text.optional(), seen: date }));
export type SourcesFile = z.infer<typeof sourcesFile>;
