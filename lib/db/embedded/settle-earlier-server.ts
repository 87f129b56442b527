import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { connectAsSuperuser, takeSupervision } from "./connect";
import type { DatabaseCredentials } from "./credentials-file";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import { isAlive } from "./is-alive";
import { isServerOf, readPidFile, stopProcess, supervisorName } from "./postmaster";

const patienceMs = 5_000;
const pollMs = 50;

/**
 * Leaves no server on this data folder. One that outlived a killed app is stopped; a `postmaster.pid`
 * whose process id now belongs to something else is removed.
 *
 * @throws EmbeddedPostgresError when the app that started the server is still there.
 */
export async function settleEarlierServer(
  dataFolder: string,
  credentials: DatabaseCredentials,
): Promise<void> {
  const found = await readPidFile(dataFolder);
  if (found === undefined || !isAlive(found.pid)) return;
  if (!(await isServerOf(found.pid, dataFolder))) {
    await rm(join(dataFolder, "postmaster.pid"), { force: true });
    return;
  }
  const isInUse = await isSupervised(found, credentials);
  if (isInUse) {
    throw new EmbeddedPostgresError(
      `Another Latchkey is already using the database in ${dataFolder}; stop it first, or set LATCHKEY_HOME to another folder.`,
    );
  }
  await stopProcess(found.pid);
}

/**
 * Whether a living app watches over the server. Just after a start or a kill, the lock and the process
 * that should hold it can disagree for a moment: then we look again.
 */
async function isSupervised(
  server: { readonly pid: number; readonly port: number },
  credentials: DatabaseCredentials,
): Promise<boolean> {
  let isHeld = false;
  for (let waitedMs = 0; waitedMs < patienceMs && isAlive(server.pid); waitedMs += pollMs) {
    const client = await connectAsSuperuser(credentials, server.port).catch(() => undefined);
    if (client !== undefined) {
      try {
        isHeld = !(await takeSupervision(client));
        const hasSupervisor = await isSupervisorAlive(client);
        if (isHeld === hasSupervisor) return isHeld;
      } catch {
        isHeld = false;
      } finally {
        await client.end().catch(() => undefined);
      }
    }
    await pause(pollMs);
  }
  return isHeld;
}

async function isSupervisorAlive(client: pg.Client): Promise<boolean> {
  const answer = await client.query("SELECT current_setting('cluster_name') AS name");
  const name = String(answer.rows[0]?.name);
  const pid = Number(name.slice(supervisorName(0).length - 1));
  return Number.isInteger(pid) && pid > 0 && isAlive(pid);
}
