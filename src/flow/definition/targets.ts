import { isWaiting } from "../steps/behaviours.ts";
import type { Flow, Step, StepId } from "./flow.ts";

/** One way out of a step: where it stands in the file, and where it leads. */
export interface Target {
  readonly path: readonly PropertyKey[];
  readonly to: StepId;
}

/** Every way out that a step states itself. */
export function ownTargets(id: StepId, step: Step): Target[] {
  const at = (...path: PropertyKey[]) => ["steps", id, ...path];
  const targets: Target[] = [];
  const add = (to: StepId | undefined, ...path: PropertyKey[]) => {
    if (to !== undefined) targets.push({ path: at(...path), to });
  };
  if ("next" in step) add(step.next, "next");
  if ("skip" in step) add(step.skip, "skip");
  if (isWaiting(step)) {
    add(step.misunderstood, "misunderstood");
    add(step.silent?.go, "silent", "go");
  }
  switch (step.type) {
    case "choose":
      for (const [choice, { go }] of Object.entries(step.options)) add(go, "options", choice, "go");
      break;
    case "branch":
      for (const [index, { go }] of step.cases.entries()) add(go, "cases", index, "go");
      add(step.else, "else");
      break;
    case "guide":
      for (const [outcome, go] of Object.entries(step.outcomes)) add(go, "outcomes", outcome);
      break;
    case "find":
      add(step.none, "none");
      break;
    default:
      break;
  }
  return targets;
}

/** Where a step may lead, the flow's defaults included. */
export function leadsTo(flow: Flow, id: StepId): StepId[] {
  const step = flow.steps[id];
  if (!step) return [];
  const own = ownTargets(id, step).map(({ to }) => to);
  if (!isWaiting(step)) return own;
  const silent = step.silent ?? flow.defaults.silent;
  return [...own, step.misunderstood ?? flow.defaults.misunderstood, ...(silent.go === undefined ? [] : [silent.go])];
}

/** All steps that can be reached from `from`, itself included. */
export function reachableFrom(flow: Flow, from: StepId): ReadonlySet<StepId> {
  const seen = new Set<StepId>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || !flow.steps[id]) continue;
    seen.add(id);
    waiting.push(...leadsTo(flow, id));
  }
  return seen;
}
