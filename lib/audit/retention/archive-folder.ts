import { chmod, mkdir, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { OrganizationId } from "@/lib/ids";

/** The numbers of the events that an archive holds. */
export interface ArchivedRange {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Makes the folder of archives under the home folder, closed to everybody else.
 * @throws an Error of one sentence where it stays open: an archive holds what the log does.
 */
export async function openArchiveFolder(home: string): Promise<string> {
  const folder = join(home, "archive");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const { mode } = await stat(folder);
  if ((mode & 0o077) === 0) return folder;
  throw new Error(
    `${folder} can be read by others and its file system does not let that be changed: set LATCHKEY_HOME to a folder on another one.`,
  );
}

export function archivePath(
  folder: string,
  organizationId: OrganizationId,
  { first, last }: ArchivedRange,
): string {
  return join(folder, `${organizationId}-${first}-${last}.ndjson`);
}

const fileName = /^([0-9a-f-]{36})-(\d{1,16})-(\d{1,16})\.ndjson$/;

/** What the names of the files say that archives there are of one log. */
export async function listArchives(
  folder: string,
  organizationId: OrganizationId,
): Promise<readonly ArchivedRange[]> {
  const found = (await readdir(folder)).map((name) => fileName.exec(name));
  return found.flatMap((parts) => {
    const [, owner, first, last] = parts ?? [];
    if (owner !== organizationId || first === undefined || last === undefined) return [];
    return [{ first: BigInt(first), last: BigInt(last) }];
  });
}

/** A name that was given to a file is on the disk only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
