import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "./explain-problem.mjs";

/** Names that other folders of this kind hold, and empty disks too. */
const familiar = ["keys", "lost+found"];

export interface HomeFolder {
  readonly path: string;
  /** Path of a key file; the folder is closed to everybody else. */
  keyFile(name: string): string;
  /** Path of a file for this start and the next. */
  file(name: string): string;
}

/**
 * Makes `home`, closed to other users. As root it may be passed through (0711), because PostgreSQL
 * then runs as another user whose data lie below it.
 */
export async function openHomeFolder(home: string): Promise<HomeFolder> {
  const isRoot = process.getuid?.() === 0;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const entries = await readdir(home);
  // Changing the mode of somebody's existing folder, such as /tmp, would do harm.
  if (!entries.includes("keys") && entries.some((name) => !familiar.includes(name))) {
    throw new Refusal(`${home} already holds other things: set LATCHKEY_HOME to a new or empty folder.`);
  }
  const keys = join(home, "keys");
  await mkdir(keys, { recursive: true, mode: 0o700 });
  await chmod(keys, 0o700);
  await chmod(home, isRoot ? 0o711 : 0o700);
  return {
    path: home,
    keyFile: (name) => join(keys, name),
    file: (name) => join(home, name),
  };
}
