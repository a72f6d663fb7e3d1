import { z } from "zod";
import { GUIDE_OUTCOMES } from "./guide-parts.ts";

/** The shape of `flows/<slug>.yaml`. What spans several places (targets, texts, fields) is checked in `check.ts`. */
export const MAX_CHOICE_LENGTH = 24;
export const MAX_STEP_ID_LENGTH = 40;

const slug = z
  .string()
  .max(MAX_STEP_ID_LENGTH, `at most ${MAX_STEP_ID_LENGTH} characters`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single hyphens, such as ask-birth-date");
const choice = z
  .string()
  .max(MAX_CHOICE_LENGTH, `at most ${MAX_CHOICE_LENGTH} characters, as a button carries it in few bytes`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single hyphens");
const field = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "begin with a lower-case letter; letters and digits only");
const expression = z.string().trim().min(1, "is empty");

/** Days, hours and minutes: months and years are of no fixed length, seconds of no use to people. */
const duration = z
  .string()
  .regex(/^P(?=\d|T\d)(\d{1,3}D)?(T(?=\d)(\d{1,3}H)?(\d{1,4}M)?)?$/, "write a duration such as PT30M, PT6H or P1D");

const silent = z.strictObject({ after: duration, go: slug.optional() });
const waiting = { misunderstood: slug.optional(), silent: silent.optional() };

export const step = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("say"), next: slug }),
  z.strictObject({
    type: z.literal("choose"),
    ...waiting,
    save: field.optional(),
    options: z
      .record(choice, z.strictObject({ go: slug, when: expression.optional() }))
      .refine((options) => Object.keys(options).length > 0, "give at least one option"),
  }),
  z.strictObject({
    type: z.literal("ask"),
    ...waiting,
    save: field,
    format: z.string().optional(),
    next: slug,
    skip: slug.optional(),
  }),
  z.strictObject({
    type: z.literal("branch"),
    cases: z.array(z.strictObject({ when: expression, go: slug })).min(1, "give at least one case"),
    else: slug,
  }),
  z.strictObject({ type: z.literal("set"), values: z.record(field, expression), next: slug }),
  z.strictObject({
    type: z.literal("call"),
    flow: slug,
    with: z.record(field, expression).optional(),
    save: z.record(field, field).optional(),
    next: slug,
  }),
  z.strictObject({
    type: z.literal("guide"),
    ...waiting,
    part: z.enum(Object.keys(GUIDE_OUTCOMES) as [keyof typeof GUIDE_OUTCOMES, ...(keyof typeof GUIDE_OUTCOMES)[]]),
    procedure: field,
    outcomes: z.record(z.string(), slug),
  }),
  z.strictObject({ type: z.literal("find"), ...waiting, save: field, from: field.optional(), next: slug, none: slug }),
  z.strictObject({
    type: z.literal("remind"),
    on: expression,
    daysBefore: z.int().min(0).max(60),
    hour: z.int().min(7, "people are not woken: 7 to 21").max(21, "people are not woken: 7 to 21"),
    flow: slug,
    with: z.record(field, expression),
    procedure: field,
    next: slug,
  }),
  z.strictObject({ type: z.literal("handOver"), reason: slug, next: slug }),
  z.strictObject({
    type: z.literal("rate"),
    ...waiting,
    about: z.enum(["information", "help"]),
    procedure: field.optional(),
    next: slug,
  }),
  z.strictObject({
    type: z.literal("personal"),
    action: z.enum(["showData", "eraseData", "giveConsent", "withdrawConsent", "useLanguage"]),
    field: field.optional(),
    topic: z.enum(["conversation", "reminders"]).optional(),
    version: z.string().max(20).optional(),
    next: slug,
  }),
  z.strictObject({ type: z.literal("comment"), ...waiting, about: slug, next: slug, skip: slug.optional() }),
  z.strictObject({
    type: z.literal("dossier"),
    state: z.enum(["preparing", "filed", "supplementRequested", "returned", "resultReceived", "abandoned"]),
    procedure: field,
    code: expression.optional(),
    appointmentOn: expression.optional(),
    next: slug,
  }),
  z.strictObject({ type: z.literal("end"), returns: z.record(field, expression).optional() }),
]);

const fieldDeclaration = z.strictObject({
  type: z.enum([
    "text",
    "number",
    "date",
    "phone",
    "photo",
    "location",
    "place",
    "choice",
    "boolean",
    "procedure",
    "list",
  ]),
  values: z.array(choice).optional(),
  sensitive: z.boolean().optional(),
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
});

export const flowFile = z.strictObject({
  first: slug,
  params: z.array(field).default([]),
  fields: z.record(field, fieldDeclaration).default({}),
  defaults: z.strictObject({ misunderstood: slug, silent }),
  search: z.strictObject({ flow: slug, field }).optional(),
  moved: z.record(slug, slug).default({}),
  steps: z.record(slug, step).refine((steps) => Object.keys(steps).length > 0, "has no steps"),
});
