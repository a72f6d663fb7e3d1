import { playTranscript } from "../flow/testing/transcript.ts";
import type { Content, ContentProblem } from "./content.ts";
import type { ContentFiles } from "./read-files.ts";

/** What all transcripts of a folder came to. */
export interface PlayedTranscripts {
  readonly transcripts: number;
  readonly failures: readonly ContentProblem[];
  readonly byFlow: readonly { flow: string; steps: number; stepsMet: number; choices: number; choicesMet: number }[];
  /** `flow/step` that no transcript enters. */
  readonly missingSteps: readonly string[];
  /** `flow/step/choice` that no transcript makes. */
  readonly missingChoices: readonly string[];
}

const TEST = /^flows\/tests\/.+\.yaml$/;

/** Plays every `flows/tests/*.yaml` and counts which steps and choices they meet. */
export function playTranscripts({ assets, flows }: Content, files: ContentFiles): PlayedTranscripts {
  const visited = new Set<string>();
  const failures: ContentProblem[] = [];
  let transcripts = 0;
  for (const [file, yaml] of files) {
    if (!TEST.test(file)) continue;
    transcripts++;
    const played = playTranscript(yaml, assets);
    failures.push(...played.failures.map((problem) => ({ file, ...problem })));
    for (const step of played.visited) visited.add(step);
  }
  const steps = [...flows.values()].flatMap((flow) => Object.keys(flow.steps).map((step) => `${flow.slug}/${step}`));
  const choices = [...flows.values()].flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([id, step]) =>
      step.type === "choose" ? Object.keys(step.options).map((choice) => `${flow.slug}/${id}/${choice}`) : [],
    ),
  );
  const byFlow = [...flows.keys()].map((flow) => {
    const own = (all: readonly string[]) => all.filter((one) => one.startsWith(`${flow}/`));
    const met = (all: readonly string[]) => own(all).filter((one) => visited.has(one)).length;
    return {
      flow,
      steps: own(steps).length,
      stepsMet: met(steps),
      choices: own(choices).length,
      choicesMet: met(choices),
    };
  });
  return {
    transcripts,
    failures,
    byFlow,
    missingSteps: steps.filter((step) => !visited.has(step)),
    missingChoices: choices.filter((choice) => !visited.has(choice)),
  };
}

/** The result as an editor reads it. */
export function reportTranscripts(played: PlayedTranscripts): string[] {
  const rows = played.byFlow.map(
    ({ flow, steps, stepsMet, choices, choicesMet }) =>
      `${flow.padEnd(20)}  ${bar(stepsMet, steps)} steps ${stepsMet}/${steps}   choices ${choicesMet}/${choices}`,
  );
  const steps = played.byFlow.reduce((sum, flow) => sum + flow.steps, 0);
  const met = played.byFlow.reduce((sum, flow) => sum + flow.stepsMet, 0);
  return [
    ...played.failures.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...rows,
    ...played.missingSteps.map((step) => `no transcript comes to ${step}; write one`),
    ...played.missingChoices.map((choice) => `no transcript chooses ${choice}`),
    `${played.transcripts} transcripts, ${played.failures.length} failures, ${percent(met, steps)} % step coverage`,
  ];
}

const BAR_LENGTH = 20;

function bar(part: number, whole: number): string {
  const full = whole === 0 ? BAR_LENGTH : Math.round((part / whole) * BAR_LENGTH);
  return "█".repeat(full) + "░".repeat(BAR_LENGTH - full);
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((part / whole) * 100);
}
