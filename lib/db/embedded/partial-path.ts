import { readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./embedded-postgres-error";

/**
 * The name under which something is made before it takes its real one, so that a crash never leaves
 * half of it under the real name. It carries our process id.
 */
export function partialPath(path: string): string {
  return `${path}.partial-${process.pid}`;
}

/** Removes what killed processes left half-made. */
export async function removeAbandonedPartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || (isAlive(Number(pid)) && Number(pid) !== process.pid)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Whether a process with this id runs, ours or another user's. One that has ended and that nobody has
 * collected yet (usual in containers, where process 1 is no init) does not count.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (codeOf(thrown) !== "EPERM") return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}
