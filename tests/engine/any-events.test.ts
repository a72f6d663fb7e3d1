import fc from "fast-check";
import { expect, test } from "vitest";
import type { Button } from "../../src/flow/effects.ts";
import { play } from "../../src/flow/engine/play.ts";
import type { Session } from "../../src/flow/engine/session.ts";
import { startSession } from "../../src/flow/engine/start-session.ts";
import type { EventBody } from "../../src/flow/events.ts";
import { shippedContent } from "../support/content.ts";

const { assets } = await shippedContent();
const BEGIN = Date.parse("2026-11-24T02:00:00Z");
/** A session that grows with every turn would one day not fit its row. */
const MOST_SESSION_BYTES = 20_000;

/** What anybody, or anything, may send; numbers choose among the buttons shown so far. */
const anyMove = fc.oneof(
  { weight: 6, arbitrary: fc.record({ tapIndex: fc.nat(200) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      text: fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.constantFrom("khai sinh", "1/8/2026", "có", "không", "5", "xã Tân Yên", "G01.899.909-260916-890028"),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      command: fc.constantFrom(
        "menu",
        "help",
        "back",
        "edit",
        "restart",
        "resume",
        "person",
        "language",
        "myData",
        "eraseMe",
        "optOut" as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      other: fc.constantFrom<EventBody>(
        { type: "started" },
        { type: "photo", attachmentId: "x" },
        { type: "location", latitude: 21, longitude: 106 },
        { type: "contact", phone: "0912345678" },
        { type: "unsupported", what: "sticker" },
        { type: "secretRefused", what: "otp" },
        { type: "silence", visit: 1 },
        { type: "tap", payload: "nonsense" },
        {
          type: "reminder",
          flow: "dossier-reminder",
          answers: { procedure: "birth-registration", appointmentOn: "2026-12-01" },
        },
        { type: "reminder", flow: "gone", answers: {} },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ hours: fc.nat(100) }) },
);

test("whatever comes in whatever order: no turn throws, every button fits 64 bytes, the session stays bounded and is plain JSON", () => {
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
      let session: Session = startSession("anybody1", "vi");
      let buttons: Button[] = [];
      let now = BEGIN;
      for (const move of moves) {
        now += "hours" in move ? move.hours * 3_600_000 : 7_000;
        const body = bodyOf(move, buttons);
        if (!body) continue;
        const at = new Date(now).toISOString();
        const turn = play(assets, session, { ...body, at, today: at.slice(0, 10) });
        expect(play(assets, session, { ...body, at, today: at.slice(0, 10) })).toEqual(turn);
        session = JSON.parse(JSON.stringify(turn.session));
        expect(session).toEqual(turn.session);
        expect(JSON.stringify(session).length).toBeLessThan(MOST_SESSION_BYTES);
        const fresh = turn.effects.flatMap((effect) => (effect.type === "say" ? effect.say.buttons : []));
        for (const { payload } of fresh) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(64);
        for (const effect of turn.effects)
          if (effect.type === "say") expect(effect.say.text).not.toMatch(/\{\{|undefined|\[object/);
        buttons = [...buttons, ...fresh].slice(-200);
      }
    }),
    { numRuns: 150 },
  );
});

function bodyOf(move: object, buttons: readonly Button[]): EventBody | undefined {
  if ("text" in move) return { type: "text", text: String(move.text) };
  if ("command" in move) return { type: "command", command: move.command as never };
  if ("other" in move) return move.other as EventBody;
  if ("tapIndex" in move) {
    const button = buttons[buttons.length - 1 - (Number(move.tapIndex) % Math.max(buttons.length, 1))];
    return button ? { type: "tap", payload: button.payload } : undefined;
  }
  return undefined;
}
