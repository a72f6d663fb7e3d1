import { spawnSync } from "node:child_process";

// One command for everything that is true of the code without running it. All parts run even when one fails,
// so that one run shows all there is to mend.
const parts: readonly (readonly [string, string, ...string[]])[] = [
  ["types", "tsc", "-p", "."],
  ["lint and format", "biome", "check", "--error-on-warnings", "."],
  ["import rules", "depcruise", "--config", ".dependency-cruiser.cjs", "src"],
  ["unused code", "knip"],
];

const failed: string[] = [];
for (const [name, command, ...args] of parts) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
  if (status !== 0) failed.push(name);
}
process.exitCode = failed.length > 0 ? 1 : 0;
