import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "./is-alive";

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
