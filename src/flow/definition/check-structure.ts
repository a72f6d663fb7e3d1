import { likely } from "../../lib/likely.ts";
import { NEEDED_FLOWS } from "../engine/special-flows.ts";
import { isWaiting } from "../steps/behaviours.ts";
import type { Flow, StepId } from "./flow.ts";
import { GUIDE_OUTCOMES } from "./guide-parts.ts";
import type { FlowSet, Report } from "./report.ts";
import { leadsTo, ownTargets, reachableFrom } from "./targets.ts";

/** Where steps lead: every target exists, every step is reached, every talk can end and none runs in a circle. */
export function checkStructure(flow: Flow, report: Report): void {
  const exists = (id: StepId) => Object.hasOwn(flow.steps, id);
  const mustExist = (to: StepId, path: readonly PropertyKey[]) => {
    if (!exists(to))
      report(path, `leads to "${to}", which is no step of this flow${likely(to, Object.keys(flow.steps))}`);
  };
  mustExist(flow.first, ["first"]);
  mustExist(flow.defaults.misunderstood, ["defaults", "misunderstood"]);
  if (flow.defaults.silent.go !== undefined) mustExist(flow.defaults.silent.go, ["defaults", "silent", "go"]);
  for (const [from, to] of Object.entries(flow.moved)) mustExist(to, ["moved", from]);
  for (const [id, step] of Object.entries(flow.steps)) {
    for (const { path, to } of ownTargets(id, step)) mustExist(to, path);
    if (isWaiting(step) && step.misunderstood === id)
      report(["steps", id, "misunderstood"], "leads back to itself; name a step that helps in another way");
  }
  checkReach(flow, report);
  checkCircles(flow, report);
  checkGuideOutcomes(flow, report);
}

function checkReach(flow: Flow, report: Report): void {
  const reached = reachableFrom(flow, flow.first);
  for (const moved of Object.values(flow.moved))
    for (const id of reachableFrom(flow, moved)) (reached as Set<StepId>).add(id);
  for (const [id, step] of Object.entries(flow.steps)) {
    if (!reached.has(id)) report(["steps", id], `nothing leads to "${id}"; lead to it from another step or remove it`);
    else if (step.type !== "end" && !canEnd(flow, id))
      report(["steps", id], `from "${id}" no step of type end can be reached; add a way out`);
  }
}

function canEnd(flow: Flow, from: StepId): boolean {
  return [...reachableFrom(flow, from)].some((id) => flow.steps[id]?.type === "end");
}

/** A circle of steps that never wait would run for ever. Calls may wait inside the flow they call. */
function checkCircles(flow: Flow, report: Report): void {
  const settled = new Set<StepId>();
  const visit = (id: StepId, path: readonly StepId[]): void => {
    const step = flow.steps[id];
    if (!step || settled.has(id) || isWaiting(step) || step.type === "call") return;
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].join(" → ");
      report(["steps", id], `runs in a circle without waiting for an answer: ${circle}; put a question into it`);
      settled.add(id);
      return;
    }
    for (const next of leadsTo(flow, id)) visit(next, [...path, id]);
    settled.add(id);
  };
  for (const id of Object.keys(flow.steps)) visit(id, []);
}

function checkGuideOutcomes(flow: Flow, report: Report): void {
  for (const [id, step] of Object.entries(flow.steps)) {
    if (step.type !== "guide") continue;
    const wanted: readonly string[] = GUIDE_OUTCOMES[step.part];
    for (const outcome of wanted) {
      if (!step.outcomes[outcome])
        report(["steps", id, "outcomes"], `the part ${step.part} can end with "${outcome}"; say where that leads`);
    }
    for (const outcome of Object.keys(step.outcomes)) {
      if (!wanted.includes(outcome))
        report(
          ["steps", id, "outcomes", outcome],
          `the part ${step.part} never ends with "${outcome}"; it ends with ${wanted.join(", ")}`,
        );
    }
  }
}

/** Calls between flows, and the flows that the engine itself starts. */
export function checkCalls(flow: Flow, set: FlowSet, report: Report): void {
  const checkCall = (slug: string, given: readonly string[], path: readonly PropertyKey[]) => {
    const called = set.flow(slug);
    if (!called) return report([...path, "flow"], `there is no flow "${slug}"${likely(slug, set.slugs)}`);
    for (const name of given) {
      if (!called.params.includes(name))
        report(
          [...path, "with", name],
          `the flow ${slug} takes no "${name}"; it takes ${called.params.join(", ") || "nothing"}`,
        );
    }
  };
  for (const [id, step] of Object.entries(flow.steps)) {
    if (step.type === "call" || step.type === "remind")
      checkCall(step.flow, Object.keys(step.with ?? {}), ["steps", id]);
    if (step.type !== "call") continue;
    const returned = new Set(
      Object.values(set.flow(step.flow)?.steps ?? {}).flatMap((other) =>
        other.type === "end" ? Object.keys(other.returns ?? {}) : [],
      ),
    );
    for (const [field, from] of Object.entries(step.save ?? {})) {
      if (!returned.has(from)) report(["steps", id, "save", field], `the flow ${step.flow} returns no "${from}"`);
    }
  }
  if (flow.search) checkCall(flow.search.flow, [flow.search.field], ["search"]);
}

export function checkNeededFlows(slugs: readonly string[]): string[] {
  return NEEDED_FLOWS.filter((slug) => !slugs.includes(slug)).map(
    (slug) => `the flow ${slug} is missing; the service starts it itself, so restore flows/${slug}.yaml`,
  );
}
