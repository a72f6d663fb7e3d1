import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A server as its own `postmaster.pid` states it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/**
 * The server that runs on this cluster; `undefined` when none does. A file that a crash left behind names a process
 * that is gone, or by now is another program's.
 *
 * @source PostgreSQL 18, src/include/utils/pidfile.h: line 1 pid, 4 port, 8 status
 */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  let lines: string[];
  try {
    lines = (await readFile(join(cluster, "postmaster.pid"), "utf8")).split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!isAlive(pid) || !(await isPostgres(pid))) return undefined;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
}

/** True while a process with this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Process ids are used again; where /proc tells, a stranger's process is not taken for ours. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ]);
    const isZombie = /\) Z /.test(stat);
    return !isZombie && command.includes("postgres");
  } catch {
    return true;
  }
}
