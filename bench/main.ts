import { benchStore } from "./store.ts";

// `npm run bench -- store`: ratios first, absolute figures after; every variant in the same run.
const benches: Readonly<Record<string, () => Promise<void>>> = { store: benchStore };
const [name = "store"] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench();
else {
  process.stderr.write(`there is no bench "${name}"; there are: ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
}
