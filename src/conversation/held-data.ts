import type { Assets, Language } from "../flow/assets.ts";
import type { Effect } from "../flow/effects.ts";
import type { HeldData } from "./conversation-store.ts";

/** At most this many dossiers in one message; the rest are counted. */
const MAX_SHOWN = 10;

/** Words for "see my data": everything we hold about one person, in messages they can read. */
export function describeHeldData(held: HeldData, assets: Assets, language: Language): Effect[] {
  const say = (key: string, vars: Record<string, string | number> = {}) =>
    assets.text(language, `conversation:held.${key}`, vars);
  const onDay = (instant: Date) => new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" }).format(instant);

  const general = [
    say("since", { date: onDay(held.since), channel: say(`channel.${held.channel}`) }),
    ...held.consents.map(({ topic, given, version, at }) =>
      say(given ? "consentGiven" : "consentWithdrawn", { topic: say(`topic.${topic}`), version, date: onDay(at) }),
    ),
    ...(held.reminders.length > 0 ? [say("reminders", { count: held.reminders.length })] : []),
    ...(held.comments > 0 ? [say("comments", { count: held.comments })] : []),
    ...(held.handOvers > 0 ? [say("handOvers", { count: held.handOvers })] : []),
    say("conversation"),
  ];
  const dossiers = held.dossiers.slice(0, MAX_SHOWN).map(({ procedure, state, code, appointmentOn, updatedAt }) =>
    say("dossier", {
      procedure: assets.guide.has(procedure) ? assets.guide.name(procedure, language) : procedure,
      state: say(`state.${state}`),
      code: code ?? say("none"),
      appointment: appointmentOn ? onDay(new Date(appointmentOn)) : say("none"),
      date: onDay(updatedAt),
    }),
  );
  if (held.dossiers.length > MAX_SHOWN) dossiers.push(say("more", { count: held.dossiers.length - MAX_SHOWN }));
  const texts = [[say("title"), ...general].join("\n"), ...(dossiers.length > 0 ? [dossiers.join("\n\n")] : [])];
  return texts.map((text) => ({ type: "say", say: { text, buttons: [], expects: "nothing" } }));
}
