/**
 * The parts of the talk about one procedure, in the order a flow usually plays them, with the outcomes each has.
 *
 * - `intro`: name, one-sentence summary, whether it can be filed online; warns when the facts are not sure.
 * - `questions`: asks what changes this person's papers, fee, office or steps, and nothing else; `redirected`
 *   when an answer shows that another procedure is the right one (its slug is then in the field `procedure`).
 * - `papers`: *your* list with a reason for each conditional paper; tick off.
 * - `compare`: counter and online side by side: fee, days, trips.
 * - `office`: which office, and which level and name to choose on the portal.
 * - `portal`: the walk through the portal, one step a message, "I am stuck here" at each.
 * - `counter`: what to bring and what happens at the counter.
 * - `afterwards`: what happens next, deadlines, common reasons for return, rights.
 */
export const GUIDE_OUTCOMES = {
  intro: ["start", "leave"],
  questions: ["done", "redirected"],
  papers: ["done"],
  compare: ["online", "counter", "leave"],
  office: ["done"],
  portal: ["filed", "paused", "person"],
  counter: ["done"],
  afterwards: ["done"],
} as const;
export type GuidePart = keyof typeof GUIDE_OUTCOMES;
