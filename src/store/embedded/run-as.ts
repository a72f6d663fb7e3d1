import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** "nobody" and "nogroup" on Debian and most others: owns nothing, may nothing. */
const UNPRIVILEGED_ID = 65_534;

/**
 * Starts a program that refuses to run as root. As root it runs under an unprivileged account which keeps one single
 * right, to pass folders that only root may enter (`dac_override`); as anybody else it simply runs.
 *
 * `setpriv` replaces itself, so the child's pid is the program's own. @source setpriv(1) of util-linux
 */
export function spawnUnprivileged(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (process.getuid?.() !== 0) return spawn(program, args, options);
  const drop = [
    `--reuid=${UNPRIVILEGED_ID}`,
    `--regid=${UNPRIVILEGED_ID}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  return spawn("setpriv", [...drop, "--", program, ...args], options);
}
