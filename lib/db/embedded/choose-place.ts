import { createHash } from "node:crypto";
import { chmod, mkdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { canEnter, chooseAccount } from "./choose-account";
import type { DatabaseCredentials } from "./credentials-file";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import type { Account } from "./run-program";

export interface Place {
  /** Holds `data`, `server.log` and, where needed, a copy of the server. */
  readonly folder: string;
  readonly dataFolder: string;
  /** Whom PostgreSQL runs as; undefined means as ourselves. */
  readonly account: Account | undefined;
  /** Whether the folder lies outside of the home folder. */
  readonly isOutside: boolean;
}

/**
 * Makes the home folder: 0700, or 0711 for root, so that the database's user can pass through it
 * without seeing what it holds.
 */
export async function prepareHome(home: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  await mkdir(home, { recursive: true, mode });
  const { uid } = await stat(home);
  if (uid === process.getuid?.() && resolve(home) !== resolve(homedir())) await chmod(home, mode);
}

/**
 * Chooses where the data live: under the home folder, or below /var/lib when PostgreSQL's user cannot
 * get there (as root with a clone in /root). A place once used is kept.
 */
export async function choosePlace(
  home: string,
  known: DatabaseCredentials | undefined,
  log: (line: string) => void,
): Promise<Place> {
  const inside = join(home, "postgres");
  const isRoot = process.getuid?.() === 0;
  const folder = known?.folder ?? inside;
  const account = await chooseAccount(join(folder, "data"), log);
  if (account === undefined || folder !== inside || (await canEnter(home, account))) {
    await makeFolder(folder, isRoot);
    return { folder, dataFolder: join(folder, "data"), account, isOutside: folder !== inside };
  }
  const hasData = await stat(join(inside, "data")).catch(() => undefined);
  if (hasData !== undefined) {
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as ${account.name}, who can no longer enter ${home}; let others pass through the folders above it (chmod o+x), or move it back.`,
    );
  }
  const name = createHash("sha256").update(resolve(home)).digest("hex").slice(0, 12);
  const outside = join("/var/lib", `latchkey-${name}`);
  await makeFolder(outside, isRoot);
  if (!(await canEnter(outside, account))) {
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as ${account.name}, who can enter neither ${home} nor ${outside}; set LATCHKEY_HOME to a folder that others can enter.`,
    );
  }
  return { folder: outside, dataFolder: join(outside, "data"), account, isOutside: true };
}

async function makeFolder(folder: string, isRoot: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, isRoot ? 0o711 : 0o700);
}
