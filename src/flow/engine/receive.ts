import type { Choice, SearchAnswer } from "../assets.ts";
import type { Step } from "../definition/flow.ts";
import { enter, isWaiting, receive } from "../steps/behaviours.ts";
import type { Said, Standing } from "../steps/outcome.ts";
import { engineChoice } from "../steps/step-text.ts";
import { editAnswer } from "./edit-answer.ts";
import { goBack } from "./go-back.ts";
import { obey } from "./obey.ts";
import type { Playing } from "./playing.ts";
import { choiceTyped } from "./read-typed.ts";
import { askAgain, enterTop, settle } from "./settle.ts";

/** Gives what the person did to the question that waits. */
export function receiveSaid(playing: Playing, said: Said): void {
  if (said.type === "chose" && playCommonChoice(playing, said.choice)) return;
  if (said.type === "text") {
    const typed = choiceTyped(said.text, currentChoices(playing));
    if (typed) return receiveSaid(playing, { type: "chose", choice: typed.choice });
  }
  const { step, standing } = playing.place();
  const outcome = receive(step, said, standing);
  if (outcome.next.to !== "misunderstood") {
    const choice = outcome.left ?? (said.type === "chose" ? said.choice : undefined);
    const isClosed = choice !== undefined && choice !== "answered" && !choice.includes(":");
    playing.note({ kind: "stepAnswered", ...playing.where(), ...(isClosed && { choice }) });
    return settle(playing, outcome);
  }
  playing.apply({ ...outcome, next: { to: "wait" } });
  if (said.type === "text" && answerOtherwise(playing, said.text)) return;
  misunderstand(playing, outcome.next.help);
}

/** Buttons that every question may carry. True when the choice was one of them. */
function playCommonChoice(playing: Playing, choice: string): boolean {
  if (choice === "@back") goBack(playing);
  else if (choice === "@again") askAgain(playing);
  else if (choice === "@person") obey(playing, "person");
  else if (choice === "@menu") obey(playing, "menu");
  else if (choice === "@edit") obey(playing, "edit");
  else if (/^@e\d{1,2}$/.test(choice)) editAnswer(playing, Number(choice.slice(2)));
  else return false;
  return true;
}

/** The buttons of the standing question, as they were shown. */
export function currentChoices(playing: Playing): readonly Choice[] {
  const { step, standing } = playing.place();
  const shown = enter(step, standing).messages ?? [];
  return [...shown.flatMap(({ choices }) => choices), engineChoice(standing, "back"), engineChoice(standing, "person")];
}

/** What fits no answer may still be thanks, a cry for help, or a wish for a procedure. True when it was. */
function answerOtherwise(playing: Playing, text: string): boolean {
  const { flow, step } = playing.place();
  if (step.type === "find") return answerIntent(playing, playing.assets.search(text, playing.language).intent);
  const answer = playing.assets.search(text, playing.language);
  if (answer.intent) return answerIntent(playing, answer.intent);
  if (!flow.search || !answer.understood) return false;
  playing.push(flow.search.flow, { [flow.search.field]: text });
  settle(playing, enterTop(playing));
  return true;
}

function answerIntent(playing: Playing, intent: SearchAnswer["intent"]): boolean {
  if (!intent) return false;
  if (intent === "person") obey(playing, "person");
  else {
    playing.tell(`intent.${intent}`);
    askAgain(playing);
  }
  return true;
}

/** Help that grows with every miss; after the last of it, the way out that the flow states. */
function misunderstand(playing: Playing, reason: string | undefined): void {
  const { step, flow, standing } = playing.place();
  const { prompt } = playing.session;
  const misses = (prompt?.misses ?? 0) + 1;
  if (prompt) playing.session = { ...playing.session, prompt: { ...prompt, misses } };
  playing.note({ kind: "stepMisunderstood", ...playing.where(), times: misses });
  const own = playing.assets.texts(playing.language, `flows/${flow.slug}:${standing.stepId}.help`);
  const help =
    own.length > 0 ? own : playing.assets.texts(playing.language, `engine:help.${kindOfHelp(step, standing)}`);
  const text = reason ?? help[misses - 1];
  if (misses > Math.max(help.length, 1) || text === undefined) {
    const target = (isWaiting(step) && step.misunderstood) || flow.defaults.misunderstood;
    playing.moveTo(target);
    return settle(playing, enterTop(playing));
  }
  playing.say({ text, choices: [], expects: "nothing" }, 0);
  askAgain(playing);
}

/** A question without buttons is not helped by "tap a button". */
function kindOfHelp(step: Step, standing: Standing): string {
  const expects = enter(step, standing).messages?.at(-1)?.expects;
  return step.type === "guide" && expects !== "choice" ? "ask" : step.type;
}
