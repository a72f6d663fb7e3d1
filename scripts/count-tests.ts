import { readFileSync } from "node:fs";

// Prints "N passed, N failed" from a Vitest JSON report and fails unless something ran and nothing failed.
const [report, failedSteps = "0"] = process.argv.slice(2);
let passed = 0;
let failed = Number(failedSteps);
try {
  const counts: { numPassedTests: number; numFailedTests: number } = JSON.parse(readFileSync(report ?? "", "utf8"));
  passed = counts.numPassedTests;
  failed = Math.max(failed, counts.numFailedTests);
} catch {
  failed = Math.max(failed, 1);
}
if (passed === 0) failed = Math.max(failed, 1);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
