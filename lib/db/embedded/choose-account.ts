import { stat } from "node:fs/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import { type Account, runProgram } from "./run-program";

const ownName = "latchkey-db";

/**
 * Chooses whom PostgreSQL runs as, which refuses to be root. Undefined means: as ourselves.
 *
 * Data that exist keep their owner. Otherwise it is the system's `postgres` user, or one of our own
 * that is created, or `nobody` where none can be created.
 */
export async function chooseAccount(
  dataFolder: string,
  log: (line: string) => void,
): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) {
    return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  const existing = (await findAccount("postgres")) ?? (await findAccount(ownName));
  if (existing !== undefined) return existing;
  await runProgram("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
    ownName,
  ]);
  const created = await findAccount(ownName);
  if (created !== undefined) {
    log(`Created the system user ${ownName}, because PostgreSQL refuses to run as root.`);
    return created;
  }
  const nobody = await findAccount("nobody");
  if (nobody !== undefined) return nobody;
  throw new EmbeddedPostgresError(
    "PostgreSQL refuses to run as root and there is no user to run it as; create a user postgres, or set DATABASE_URL.",
  );
}

async function findAccount(name: string): Promise<Account | undefined> {
  const [user, group] = await Promise.all([runProgram("id", ["-u", name]), runProgram("id", ["-g", name])]);
  if (user.code !== 0 || group.code !== 0) return undefined;
  const uid = Number(user.output.trim());
  const gid = Number(group.output.trim());
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { name, uid, gid } : undefined;
}

/** Whether this account can step into the folder, through every folder above it. */
export async function canEnter(folder: string, account: Account): Promise<boolean> {
  const outcome = await runProgram("/bin/sh", ["-c", 'cd -- "$0"', folder], account);
  return outcome.code === 0;
}
