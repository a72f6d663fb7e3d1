/** One line of the vocabulary: what is noted, with which fields. */
interface Entry {
  readonly kind: string;
  readonly fields: readonly string[];
  readonly comment: string;
}

/**
 * The page `docs/engagement-events.md`, made from the source text of `src/flow/facts.ts`, so that the published
 * vocabulary and the type cannot differ.
 */
export function describeFacts(source: string): string {
  const rows = readEntries(source).map(
    ({ kind, fields, comment }) => `| \`${kind}\` | ${fields.map((field) => `\`${field}\``).join(", ")} | ${comment} |`,
  );
  return [
    "# Engagement events",
    "",
    "The closed vocabulary of the engagement log. Each event is appended in the commit of the turn it belongs to, with its",
    "time, the day in Vietnam, the channel and a pseudonym of the person (none for `rated`). No event holds free text, a",
    "name, a number of a person or a dossier code. Made from `src/flow/facts.ts` by `node scripts/write-docs.ts`.",
    "",
    "| event | fields | remarks |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function readEntries(source: string): Entry[] {
  const union = source.slice(
    source.indexOf("export type EngagementFact"),
    source.indexOf("export type EngagementKind"),
  );
  const members = union.matchAll(/((?:\s*\/\*\*(?:[^*]|\*(?!\/))*\*\/)?)\s*\|\s*\{([^}]*)\}/g);
  return [...members].map(([, comment = "", body = ""]) => ({
    kind: /kind: "(\w+)"/.exec(body)?.[1] ?? "",
    fields: [...body.matchAll(/(\w+\??):/g)].map(([, field]) => field ?? "").filter((field) => field !== "kind"),
    comment: comment
      .replace(/\/\*\*|\*\/|^\s*\*/gm, " ")
      .replace(/\s+/g, " ")
      .trim(),
  }));
}
