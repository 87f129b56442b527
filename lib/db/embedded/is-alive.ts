import { readFileSync } from "node:fs";
import { codeOf } from "./embedded-postgres-error";

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
