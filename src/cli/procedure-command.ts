import { isLocalDate, localDateOf } from "../lib/local-date.ts";
import { isInForce } from "../procedure/case.ts";
import { rulesOf } from "../procedure/parse-procedure.ts";
import { type Command, print, UsageError } from "./command.ts";
import { configOfHere, openContent } from "./surroundings.ts";

/** `procedure show`: what is in force on a day. `procedure coverage`: how much is known, how surely, since when. */
export const procedure: Command = {
  usage: "procedure show <slug> [--as-of YYYY-MM-DD] | procedure coverage",
  about: "what a procedure's data say on a day; how deep and how sure the catalogue is",
  options: { "as-of": { type: "string" } },
  async run({ flags, words }) {
    const [action, slug = ""] = words;
    const { procedures } = await openContent(configOfHere());
    if (action === "coverage") {
      print(["slug".padEnd(28), "depth".padEnd(8), "sure".padEnd(7), "oldest".padEnd(10), "unknown"].join("  "));
      for (const { depth, data } of procedures.values()) {
        const facts =
          depth === "full"
            ? [data.papers, data.fees, data.times, data.offices, data.counter, data.result].map((group) => group.facts)
            : [];
        const all = [data.identity, ...facts];
        const least =
          ["low", "medium", "high"].find((level) => all.some(({ confidence }) => confidence === level)) ?? "";
        const oldest = all.map(({ checked }) => checked).toSorted()[0] ?? "";
        const unknown = depth === "full" ? data.unknowns.length : "–";
        print([data.slug.padEnd(28), depth.padEnd(8), least.padEnd(7), oldest.padEnd(10), unknown].join("  "));
      }
      return 0;
    }
    if (action !== "show") throw new UsageError("say show or coverage");
    const found = procedures.get(slug);
    if (!found) throw new UsageError(`there is no procedure "${slug}"; "search" finds them`);
    const day = flags["as-of"] ?? localDateOf(new Date());
    if (typeof day !== "string" || !isLocalDate(day))
      throw new UsageError("--as-of has to be a day such as 2027-03-01");
    print(`${found.data.names.plain} (${found.data.code ?? "no code"}), as of ${day}`);
    if (found.depth === "summary") print(found.data.summary);
    else {
      for (const { path, rule } of rulesOf(found.data)) {
        if (isInForce(rule, day)) print(`${path.slice(0, -1).join(".").padEnd(14)}  ${JSON.stringify(rule)}`);
      }
    }
    return 0;
  },
};
