import { z } from "zod";
import { addDays, localDateOf } from "../../lib/local-date.ts";
import { checkShape, type FileProblem, parseYaml, type YamlSource } from "../../lib/yaml-source.ts";
import type { Assets } from "../assets.ts";
import type { Button, Effect } from "../effects.ts";
import { durationMs } from "../engine/duration.ts";
import { playTraced } from "../engine/play.ts";
import type { Session } from "../engine/session.ts";
import { startSession } from "../engine/start-session.ts";
import type { Command, EventBody } from "../events.ts";

const value = z.union([z.string(), z.number(), z.boolean()]);
const expectations = {
  /** Each has to stand in what the bot says in this turn. */
  sees: z.array(z.string()).optional(),
  /** None may stand there. */
  not: z.array(z.string()).optional(),
  /** Buttons that have to be offered. */
  buttons: z.array(z.string()).optional(),
  /** Where the person stands afterwards: `menu/home`, or `nowhere`. */
  at: z.string().optional(),
  /** Answers of the flow they stand in. */
  answers: z.record(z.string(), value).optional(),
  /** Kinds of facts that have to be noted. */
  facts: z.array(z.string()).optional(),
  /** Effects that have to be asked for, by their type. */
  effects: z.array(z.string()).optional(),
};
const turn = z.union([
  z.strictObject({ start: z.string().optional().nullable(), ...expectations }),
  z.strictObject({ say: z.string(), ...expectations }),
  z.strictObject({ tap: z.string(), ...expectations }),
  /** A button of any earlier message, the oldest with this label. */
  z.strictObject({ tapOld: z.string(), ...expectations }),
  z.strictObject({ command: z.string(), ...expectations }),
  z.strictObject({ photo: z.string(), ...expectations }),
  z.strictObject({ secret: z.enum(["password", "otp", "identityNumber", "identityPhoto"]), ...expectations }),
  z.strictObject({ wait: z.string() }),
  /** Nobody answered: what falls due then is played. */
  z.strictObject({ silence: z.string(), ...expectations }),
  z.strictObject({ reminder: z.string(), with: z.record(z.string(), value).default({}), ...expectations }),
]);

/** `flows/tests/<name>.yaml`: a talk with what the bot has to say. */
export const transcriptFile = z.strictObject({
  /** What this talk shows, in one sentence. */
  why: z.string().min(10),
  /** When it begins, in Vietnam: `2026-11-24 09:00`. */
  time: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/),
  language: z.enum(["vi", "en"]).default("vi"),
  /** What is known of the person before: `met: true` skips the welcome. */
  profile: z.record(z.string(), value).default({}),
  turns: z.array(turn).min(1),
});
type Transcript = z.infer<typeof transcriptFile>;
type TranscriptTurn = Transcript["turns"][number];

export interface PlayedTranscript {
  readonly failures: readonly FileProblem[];
  /** `flow/step` of every step entered, `flow/step/choice` of every choice made. */
  readonly visited: ReadonlySet<string>;
}

/** Plays a talk through the engine; the session passes through JSON between turns, as it does in the store. */
export function playTranscript(yaml: string, assets: Assets): PlayedTranscript {
  const source = parseYaml(yaml);
  const checked = checkShape(source, transcriptFile);
  if ("problems" in checked) return { failures: checked.problems, visited: new Set() };
  return new Player(checked.value, source, assets).play();
}

class Player {
  readonly #transcript: Transcript;
  readonly #source: YamlSource;
  readonly #assets: Assets;
  readonly #failures: FileProblem[] = [];
  readonly #visited = new Set<string>();
  #session: Session;
  #now: number;
  #buttons: Button[] = [];

  constructor(transcript: Transcript, source: YamlSource, assets: Assets) {
    this.#transcript = transcript;
    this.#source = source;
    this.#assets = assets;
    this.#session = { ...startSession("testtest", transcript.language), profile: transcript.profile };
    this.#now = Date.parse(`${transcript.time.replace(" ", "T")}:00+07:00`);
  }

  play(): PlayedTranscript {
    for (const [index, one] of this.#transcript.turns.entries()) {
      const line = this.#source.lineOf(["turns", index]);
      if ("wait" in one) this.#now += durationMs(one.wait);
      else this.#playTurn(one, line);
    }
    return { failures: this.#failures, visited: this.#visited };
  }

  #playTurn(one: Exclude<TranscriptTurn, { wait: string }>, line: number): void {
    this.#now += "silence" in one ? durationMs(one.silence) : 15_000;
    const body = this.#eventOf(one);
    if (typeof body === "string") {
      this.#failures.push({ line, message: body });
      return;
    }
    const at = new Date(this.#now);
    const { turn: played, visited } = playTraced(this.#assets, this.#session, {
      ...body,
      at: at.toISOString(),
      today: localDateOf(at),
    });
    const effects: readonly Effect[] = throughJson(played.effects);
    this.#session = throughJson(played.session);
    for (const step of visited) this.#visited.add(step);
    for (const effect of effects) {
      if (effect.type === "fact" && effect.fact.kind === "stepAnswered" && effect.fact.choice) {
        this.#visited.add(`${effect.fact.flow}/${effect.fact.step}/${effect.fact.choice}`);
      }
    }
    this.#buttons.push(...effects.flatMap((effect) => (effect.type === "say" ? effect.say.buttons : [])));
    for (const message of this.#differences(one, effects)) this.#failures.push({ line, message });
  }

  #eventOf(one: Exclude<TranscriptTurn, { wait: string }>): EventBody | string {
    if ("say" in one) return { type: "text", text: one.say };
    if ("tap" in one) return this.#tap(this.#buttons.toReversed(), one.tap);
    if ("tapOld" in one) return this.#tap(this.#buttons, one.tapOld);
    if ("command" in one) return { type: "command", command: one.command as Command };
    if ("photo" in one) return { type: "photo", attachmentId: one.photo };
    if ("secret" in one) return { type: "secretRefused", what: one.secret };
    if ("silence" in one) return { type: "silence", visit: this.#session.prompt?.visit ?? 0 };
    if ("reminder" in one) return { type: "reminder", flow: one.reminder, answers: this.#withDates(one.with) };
    return one.start ? { type: "started", ref: one.start } : { type: "started" };
  }

  #tap(buttons: readonly Button[], label: string): EventBody | string {
    const found =
      buttons.find((button) => button.label === label) ?? buttons.find((button) => button.label.includes(label));
    return found ? { type: "tap", payload: found.payload } : `no button says "${label}"`;
  }

  /** `today+3` stands for the date three days from now. */
  #withDates(answers: Readonly<Record<string, string | number | boolean>>): Record<string, string | number | boolean> {
    const today = localDateOf(new Date(this.#now));
    const dated = Object.entries(answers).map(([name, given]) => {
      const days = typeof given === "string" ? /^today([+-]\d+)$/.exec(given)?.[1] : undefined;
      return [name, days === undefined ? given : addDays(today, Number(days))] as const;
    });
    return Object.fromEntries(dated);
  }

  #differences(one: Exclude<TranscriptTurn, { wait: string }>, effects: readonly Effect[]): string[] {
    const says = effects.flatMap((effect) => (effect.type === "say" ? [effect.say] : []));
    const text = says.map((say) => say.text).join("\n");
    const labels = says.flatMap(({ buttons }) => buttons.map(({ label }) => label));
    const types = new Set<string>(effects.map(({ type }) => type));
    const kinds = new Set<string>(effects.map((effect) => (effect.type === "fact" ? effect.fact.kind : "")));
    const top = this.#session.frames.at(-1);
    const at = top ? `${top.flow}/${top.at}` : "nowhere";
    return [
      ...(one.sees ?? [])
        .filter((wanted) => !text.includes(wanted))
        .map((wanted) => `does not say "${wanted}"; it says: ${text}`),
      ...(one.not ?? [])
        .filter((unwanted) => text.includes(unwanted))
        .map((unwanted) => `says "${unwanted}", which it must not`),
      ...(one.buttons ?? [])
        .filter((wanted) => !labels.some((label) => label.includes(wanted)))
        .map((wanted) => `offers no "${wanted}" but ${labels.join(", ")}`),
      ...(one.facts ?? []).filter((kind) => !kinds.has(kind)).map((kind) => `notes no ${kind}`),
      ...(one.effects ?? []).filter((type) => !types.has(type)).map((type) => `asks for no ${type}`),
      ...(one.at !== undefined && one.at !== at ? [`stands at ${at}, not at ${one.at}`] : []),
      ...Object.entries(one.answers ?? {})
        .filter(([name, wanted]) => top?.answers[name] !== wanted)
        .map(([name, wanted]) => `${name} is ${JSON.stringify(top?.answers[name])}, not ${JSON.stringify(wanted)}`),
    ];
  }
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
