import type { Assets, Language } from "../assets.ts";
import type { Answers, FieldName, Flow, FlowSlug, Step, StepId, Value } from "../definition/flow.ts";
import type { Effect } from "../effects.ts";
import type { Event } from "../events.ts";
import type { EngagementFact } from "../facts.ts";
import type { Message, Outcome, Standing } from "../steps/outcome.ts";
import { engineText } from "../steps/step-text.ts";
import { writePayload } from "./payload.ts";
import type { Failure, Frame, Session } from "./session.ts";
import type { Turn } from "./turn.ts";

/** How many flows may lie on top of each other. */
export const MAX_FRAMES = 8;
const MAX_TRAIL = 50;
const MAX_ANSWERS = 100;

/** Where a turn is being played. */
export interface Place {
  readonly frame: Frame;
  readonly flow: Flow;
  readonly step: Step;
  readonly standing: Standing;
}

/** Stops the turn: the flow is at fault. Caught by `play`, which tells the person and goes to the menu. */
export class FlowFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** A turn under way: the session as it becomes, and what it has come to so far. Lives for one call of `play`. */
export class Playing {
  readonly assets: Assets;
  readonly event: Event;
  session: Session;
  readonly effects: Effect[] = [];
  /** Steps entered in this turn, `flow/step`: what coverage counts. */
  readonly visited: string[] = [];

  constructor(assets: Assets, session: Session, event: Event) {
    this.assets = assets;
    this.event = event;
    this.session = session;
  }

  get language(): Language {
    return this.session.language;
  }

  get top(): Frame | undefined {
    return this.session.frames.at(-1);
  }

  /** Where the person stands. @throws {FlowFailed} when flow or step are gone */
  place(): Place {
    const frame = this.top;
    if (!frame) throw new Error("nobody stands anywhere");
    const flow = this.assets.flow(frame.flow);
    if (!flow) throw new FlowFailed({ code: "flowMissing", flow: frame.flow });
    const step = flow.steps[frame.at];
    if (!step) throw new FlowFailed({ code: "stepMissing", flow: frame.flow, step: frame.at });
    const { assets, session, language } = this;
    return {
      frame,
      flow,
      step,
      standing: { assets, session, flow, frame, stepId: frame.at, language, today: this.event.today },
    };
  }

  /** What a fact says of where something happened. */
  where(): { flow: string; version: string; step: string; procedure?: string } {
    const frame = this.top;
    const procedure = frame?.answers.procedure;
    return {
      flow: frame?.flow ?? "",
      version: frame?.version ?? "",
      step: frame?.at ?? "",
      ...(typeof procedure === "string" && { procedure }),
    };
  }

  note(fact: EngagementFact): void {
    this.effects.push({ type: "fact", fact });
  }

  /** A message of the engine itself, without buttons. */
  tell(key: string, vars?: Readonly<Record<string, string | number>>): void {
    this.say({ text: engineText(this, key, vars), choices: [], expects: "nothing" }, 0);
  }

  say(message: Message, visit: number): void {
    const { top } = this;
    const buttons = message.choices.map(({ choice, label, url }) => ({
      label,
      payload: url || !top ? "" : writePayload(this.session, top, visit, choice),
      ...(url && { url }),
    }));
    const { text, expects, replaces } = message;
    this.effects.push({ type: "say", say: { text, buttons, expects, ...(replaces && { replaces }) } });
  }

  /** Changes the session by what a step came to, except for where it leads. */
  apply(outcome: Outcome): void {
    this.effects.push(...(outcome.effects ?? []));
    if (outcome.language) this.session = { ...this.session, language: outcome.language };
    if (outcome.profile) this.session = { ...this.session, profile: merged(this.session.profile, outcome.profile) };
    const { top } = this;
    if (top && outcome.answers) this.changeTop({ answers: merged(top.answers, outcome.answers) });
    if (outcome.memory !== undefined) this.changeTop({ memory: outcome.memory });
    if (outcome.understood) this.tell("understood", { shown: outcome.understood });
  }

  changeTop(change: Partial<Frame>): void {
    const { frames } = this.session;
    const top = frames.at(-1);
    if (!top) return;
    this.session = { ...this.session, frames: [...frames.slice(0, -1), { ...top, ...change }] };
  }

  /** Puts a flow on top of whatever stands. @throws {FlowFailed} when it is unknown or too much lies there already */
  push(slug: FlowSlug, answers: Answers): void {
    const flow = this.assets.flow(slug);
    if (!flow) throw new FlowFailed({ code: "flowMissing", flow: slug });
    if (this.session.frames.length >= MAX_FRAMES) throw new FlowFailed({ code: "tooDeep", limit: MAX_FRAMES });
    const given = Object.fromEntries(Object.entries(answers).filter(([name]) => flow.params.includes(name)));
    const frame: Frame = {
      flow: slug,
      version: flow.version,
      at: flow.first,
      answers: given,
      trail: [],
      left: {},
      memory: null,
    };
    this.session = { ...this.session, status: "waiting", frames: [...this.session.frames, frame] };
    this.note({ kind: "flowStarted", flow: slug, version: flow.version });
  }

  /** Takes the top flow off; its answers, the sensitive ones among them, go with it. */
  pop(): Frame | undefined {
    const { top } = this;
    if (!top) return undefined;
    this.note({ kind: "flowEnded", flow: top.flow, version: top.version });
    const { prompt: _answered, wakeAt: _over, ...rest } = this.session;
    this.session = { ...rest, frames: rest.frames.slice(0, -1) };
    return top;
  }

  dropAll(): void {
    const { prompt: _prompt, wakeAt: _wakeAt, ...rest } = this.session;
    this.session = { ...rest, frames: [] };
  }

  /** Goes to a step. Coming round to one that was answered before forgets what came after it: "back" is no circle. */
  moveTo(step: StepId): void {
    const trail = this.top?.trail ?? [];
    const before = trail.indexOf(step);
    this.changeTop({ at: step, memory: null, ...(before >= 0 && { trail: trail.slice(0, before) }) });
  }

  /** Notes that the question at the top was answered, so that "back" and "edit" find it. */
  leave(how: string): void {
    const { top } = this;
    if (!top) return;
    const trail = [...top.trail.filter((step) => step !== top.at), top.at].slice(-MAX_TRAIL);
    this.changeTop({ trail, left: { ...top.left, [top.at]: how } });
  }

  finish(): Turn {
    const { event } = this;
    const isPersons = event.type !== "silence" && event.type !== "reminder";
    this.session = {
      ...this.session,
      turn: this.session.turn + 1,
      ...(isPersons && { lastAt: event.at, silences: 0 }),
    };
    return { session: this.session, effects: this.effects };
  }
}

function merged(answers: Answers, changes: Readonly<Record<FieldName, Value | null>>): Answers {
  const entries = new Map(Object.entries(answers));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) entries.delete(name);
    else if (entries.has(name) || entries.size < MAX_ANSWERS) entries.set(name, value);
  }
  return Object.fromEntries(entries);
}
