import { readFileSync, writeFileSync } from "node:fs";
import { describeFacts } from "../src/engagement/describe-facts.ts";

// Writes the pages of docs/ that are made from the code. A test fails while they differ.
const facts = readFileSync(new URL("../src/flow/facts.ts", import.meta.url), "utf8");
writeFileSync(new URL("../docs/engagement-events.md", import.meta.url), describeFacts(facts));
