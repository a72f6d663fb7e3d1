import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeFacts } from "./describe-facts.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

test("the published vocabulary of events is the one in force", () => {
  expect(read("../../docs/engagement-events.md")).toBe(describeFacts(read("../flow/facts.ts")));
});

test("every kind of event is on the page, with its fields and remarks", () => {
  const page = describeFacts(read("../flow/facts.ts"));
  expect(page).toContain(
    "| `rated` | `about`, `stars`, `procedure?`, `procedureVersion?` | Anonymous by Decree 224/2026",
  );
  expect(page.match(/^\| `/gm)?.length).toBe(read("../flow/facts.ts").match(/kind: "/g)?.length);
});
