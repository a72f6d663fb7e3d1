import type { Assets } from "../../src/flow/assets.ts";
import type { Button, Say } from "../../src/flow/effects.ts";
import { play } from "../../src/flow/engine/play.ts";
import type { Session } from "../../src/flow/engine/session.ts";
import { startSession } from "../../src/flow/engine/start-session.ts";
import type { EventBody } from "../../src/flow/events.ts";

export interface GuidedCase {
  readonly name: string;
  readonly way: "online" | "counter";
  readonly commune?: string;
  /** Question → choice slug, or what is typed. */
  readonly answers: Readonly<Record<string, string>>;
}

const MOST_MOVES = 80;

/**
 * Leads somebody with these answers through the guide, from its name to the rating, as the engine plays it.
 *
 * @returns every message of the bot, and the questions that were asked
 */
export function guidedTalk(
  assets: Assets,
  procedure: string,
  one: GuidedCase,
  today: string,
): { says: Say[]; asked: string[] } {
  const at = `${today}T03:00:00.000Z`;
  const says: Say[] = [];
  const asked: string[] = [];
  let session: Session = { ...startSession("caseTest", "vi"), profile: { met: true, consentVersion: "2026-11" } };
  let buttons: readonly Button[] = [];
  const send = (body: EventBody) => {
    const turn = play(assets, session, { ...body, at, today });
    session = JSON.parse(JSON.stringify(turn.session));
    const fresh = turn.effects.flatMap((effect) => (effect.type === "say" ? [effect.say] : []));
    says.push(...fresh);
    buttons = fresh.flatMap((say) => say.buttons);
  };
  const answers = { procedure };
  send({ type: "reminder", flow: "procedure-guide", answers });
  for (let moves = 0; moves < MOST_MOVES && session.frames.length > 0; moves++) {
    const frame = session.frames.at(-1);
    const memory = frame?.memory;
    const asking = typeof memory === "object" && memory !== null && "asking" in memory ? memory.asking : undefined;
    if (frame?.at === "questions" && typeof asking === "string") {
      asked.push(asking);
      const answer = one.answers[asking];
      if (answer === undefined) throw new Error(`${procedure}/${one.name}: no answer for ${asking}`);
      move(answer);
    } else move(...movesAt(frame?.at ?? "", one));
  }
  return { says, asked };

  function move(...choices: readonly string[]): void {
    for (const choice of choices) {
      const button = buttons.find(({ payload }) => payload.split(".").at(-1) === choice);
      if (button) return send({ type: "tap", payload: button.payload });
    }
    const [text] = choices;
    send({ type: "text", text: text ?? "" });
  }
}

/** What to do at each step of the guide; the first that is offered is taken, else the first is typed. */
function movesAt(step: string, one: GuidedCase): readonly string[] {
  const moves: Readonly<Record<string, readonly string[]>> = {
    intro: ["start"],
    papers: ["list:ready"],
    compare: [one.way],
    portal: ["next", "filed"],
    "office-online": [one.commune ?? "skip"],
    "office-counter": [one.commune ?? "skip"],
    "counter-filed": ["filed"],
    code: ["@skip"],
    appointment: ["@skip"],
    rate: ["@skip"],
  };
  return moves[step] ?? ["@skip"];
}
