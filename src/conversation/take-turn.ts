import type { Assets } from "../flow/assets.ts";
import type { Effect } from "../flow/effects.ts";
import { play } from "../flow/engine/play.ts";
import type { Session } from "../flow/engine/session.ts";
import { startSession } from "../flow/engine/start-session.ts";
import type { Event } from "../flow/events.ts";
import type { EngagementFact } from "../flow/facts.ts";
import type { HeldData, Standing, TurnCommit } from "./conversation-store.ts";
import { describeHeldData } from "./held-data.ts";
import { addToOutbox, unacknowledged } from "./outbox.ts";

export interface TurnInput {
  readonly assets: Assets;
  readonly standing: Standing;
  readonly key: string;
  readonly event: Event;
  /** The highest message number known to have reached the person. */
  readonly reached: number;
  readonly firstLanguage: "vi" | "en";
  newSessionId(): string;
  readHeldData(): Promise<HeldData>;
}

type Change = TurnCommit["changes"][number];

/** Plays one event and puts together all that must be committed with it. Writes nothing itself. */
export async function takeTurn(input: TurnInput): Promise<TurnCommit> {
  const { standing, event, assets } = input;
  const before = standing.kept?.session ?? startSession(input.newSessionId(), input.firstLanguage);
  const played = play(assets, before, event);
  const effects = endWithFarewell(await fillIn(played.effects, played.session, input));
  const erase = effects.some(({ type }) => type === "eraseData");
  const waiting = standing.kept && !erase ? unacknowledged(standing.kept, input.reached) : [];
  return {
    personId: standing.personId,
    channel: standing.channel,
    key: input.key,
    expectedVersion: standing.version,
    kept: {
      session: erase ? startSession(input.newSessionId(), played.session.language) : played.session,
      ...addToOutbox(waiting, standing.kept?.lastSeq ?? 0, effects, event.at),
    },
    deliveredSeq: input.reached,
    at: new Date(event.at),
    facts: effects.flatMap((effect): EngagementFact[] => (effect.type === "fact" ? [effect.fact] : [])),
    changes: effects.filter(isChange),
    erase,
  };
}

/** Replaces the effects that need the database's answer by what is to be said. Rare: one more round trip then. */
async function fillIn(effects: readonly Effect[], session: Session, input: TurnInput): Promise<Effect[]> {
  if (!effects.some(({ type }) => type === "showData")) return [...effects];
  const shown = describeHeldData(await input.readHeldData(), input.assets, session.language);
  return effects.flatMap((effect) => (effect.type === "showData" ? shown : [effect]));
}

/** After erasing there is nobody left to ask anything: the farewell is the last that is said, without buttons. */
function endWithFarewell(effects: Effect[]): Effect[] {
  const erased = effects.findIndex(({ type }) => type === "eraseData");
  if (erased < 0) return effects;
  const farewell = effects.slice(erased).find((effect) => effect.type === "say");
  const before = effects.slice(0, erased + 1).filter(({ type }) => type !== "say");
  const facts = effects.slice(erased + 1).filter(({ type }) => type === "fact");
  if (farewell?.type !== "say") return [...before, ...facts];
  return [...before, ...facts, { type: "say", say: { ...farewell.say, buttons: [], clears: true } }];
}

function isChange(effect: Effect): effect is Change {
  switch (effect.type) {
    case "say":
    case "fact":
    case "showData":
    case "eraseData":
    case "useLanguage":
      return false;
    default:
      return true;
  }
}
