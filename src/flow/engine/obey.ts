import type { Answers, FlowSlug } from "../definition/flow.ts";
import type { Command } from "../events.ts";
import { offerEdit } from "./edit-answer.ts";
import { goBack } from "./go-back.ts";
import type { Playing } from "./playing.ts";
import { askAgain, enterTop, settle } from "./settle.ts";
import { HELP, isSpecial, LANGUAGE, MENU, OPT_OUT, PERSON, PRIVACY, RESTART } from "./special-flows.ts";

/** Carries out a word that works everywhere. */
export function obey(playing: Playing, command: Command): void {
  switch (command) {
    case "menu":
      return openMenu(playing);
    case "back":
      return goBack(playing);
    case "edit":
      return offerEdit(playing);
    case "resume":
      return askAgain(playing);
    case "restart":
      return hasSomethingToLose(playing) ? open(playing, RESTART) : openMenu(playing);
    case "help":
      return open(playing, HELP);
    case "person":
      return open(playing, PERSON);
    case "language":
      return open(playing, LANGUAGE);
    case "myData":
      return open(playing, PRIVACY, { wish: "see" });
    case "eraseMe":
      return open(playing, PRIVACY, { wish: "erase" });
    case "optOut":
      return open(playing, OPT_OUT);
    default:
      return command satisfies never;
  }
}

/** Starts from the menu; what was being answered is left, dossiers stay. */
export function openMenu(playing: Playing): void {
  playing.dropAll();
  open(playing, MENU);
}

/** Puts a flow on top of the standing question; when it ends, the question is put again. */
export function open(playing: Playing, flow: FlowSlug, answers: Answers = {}): void {
  if (playing.top && (isSpecial(playing.top.flow) || playing.top.flow === flow)) playing.pop();
  playing.push(flow, answers);
  settle(playing, enterTop(playing));
}

function hasSomethingToLose(playing: Playing): boolean {
  const { top } = playing;
  return top !== undefined && top.flow !== MENU && top.trail.length > 0;
}
