import { open, readFile, stat, truncate } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { choosePlace, type Place, prepareHome } from "@/lib/db/embedded/choose-place";
import {
  appRole,
  connectAsSuperuser,
  databaseUrl,
  ownerRole,
  prepareDatabase,
  superuser,
  takeSupervision,
} from "@/lib/db/embedded/connect";
import { createData } from "@/lib/db/embedded/create-data";
import {
  credentialsFile,
  type DatabaseCredentials,
  generateCredentials,
  readCredentials,
  writeCredentials,
} from "@/lib/db/embedded/credentials-file";
import {
  asEmbeddedPostgresError,
  codeOf,
  diskIsFull,
  EmbeddedPostgresError,
  folderIsClosed,
} from "@/lib/db/embedded/embedded-postgres-error";
import { findFreePort } from "@/lib/db/embedded/find-free-port";
import { findServer, type ServerFiles } from "@/lib/db/embedded/find-server";
import { removeAbandonedPartials } from "@/lib/db/embedded/partial-path";
import { type Postmaster, startPostmaster } from "@/lib/db/embedded/postmaster";
import { settleEarlierServer } from "@/lib/db/embedded/settle-earlier-server";

export { EmbeddedPostgresError };

const readyTimeoutMs = 300_000;
const restartPatienceMs = 30_000;
const logSizeLimit = 1_000_000;

export interface EmbeddedPostgres {
  /** Connection string of the role that migrates. Holds a password. */
  readonly ownerUrl: string;
  /** Connection string of the app's role. Holds a password. */
  readonly appUrl: string;
  /** Connection string of the superuser, for tests. Holds a password. */
  readonly superuserUrl: string;
  /** Where the data and `server.log` are. */
  readonly folder: string;
  /** Settles when the server process has ended, asked for or not. */
  readonly exited: Promise<void>;
  /** Stops the server in order. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL 18 that belongs to this process, on a free port of the loopback address,
 * with roles and an empty database made. Its data live under `home` and survive.
 *
 * Whatever an earlier, killed run left behind is dealt with first: a live server is stopped, a stale
 * `postmaster.pid` is ignored, a half-made data folder is made anew.
 *
 * @param options.home the folder that `LATCHKEY_HOME` names
 * @param options.log gets whole lines for people, such as where the data went
 * @param options.isDurable false only for tests: writes may be lost in a crash of the machine
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: {
  readonly home: string;
  readonly log: (line: string) => void;
  readonly isDurable?: boolean;
}): Promise<EmbeddedPostgres> {
  if (process.platform === "win32") {
    throw new EmbeddedPostgresError(
      "The embedded PostgreSQL is not supported on Windows; set DATABASE_URL to a PostgreSQL 15 or newer.",
    );
  }
  const home = resolve(options.home);
  try {
    await prepareHome(home);
    const known = await readCredentials(home);
    const place = await choosePlace(home, known, options.log);
    await removeAbandonedPartials(place.folder);
    const server = await findServer(place.folder, place.account);
    const credentials = await keepCredentials(home, known, place);
    if (known === undefined && (place.isOutside || server.isCopy)) {
      options.log(
        `PostgreSQL runs as ${place.account?.name}, who cannot enter this folder: its ${place.isOutside ? "data and a copy of its program are" : "program was copied to where it can be run, and is"} in ${place.folder}.`,
      );
    }
    await createData(place, server, credentials.superuserPassword);
    return await launch({ server, place, credentials, isDurable: options.isDurable ?? true });
  } catch (thrown) {
    throw asEmbeddedPostgresError(thrown, home);
  }
}

async function keepCredentials(
  home: string,
  known: DatabaseCredentials | undefined,
  place: Place,
): Promise<DatabaseCredentials> {
  const where = place.isOutside ? { folder: place.folder } : {};
  if (known !== undefined) {
    if (place.isOutside && known.folder === undefined) {
      await writeCredentials(home, { ...known, ...where }, false);
    }
    return known;
  }
  const hasData = await stat(place.dataFolder).catch(() => undefined);
  if (hasData !== undefined) {
    throw new EmbeddedPostgresError(
      `There is a database in ${place.dataFolder}, but ${credentialsFile(home)} with its passwords is missing; put it back from a backup, or move the database away.`,
    );
  }
  await writeCredentials(home, { ...generateCredentials(), ...where }, true);
  const written = await readCredentials(home);
  if (written === undefined) throw folderIsClosed(home);
  return written;
}

interface Launch {
  readonly server: ServerFiles;
  readonly place: Place;
  readonly credentials: DatabaseCredentials;
  readonly isDurable: boolean;
}

/** Starts until it stands: a port can be taken meanwhile, a killed server's memory linger a while. */
async function launch(plan: Launch): Promise<EmbeddedPostgres> {
  const logFile = join(plan.place.folder, "server.log");
  for (let waitedMs = 0; ; waitedMs += 250) {
    await settleEarlierServer(plan.place.dataFolder, plan.credentials);
    const offset = await openedLogSize(logFile);
    const log = await open(logFile, "a", 0o600);
    const port = await findFreePort();
    const postmaster = startPostmaster({ ...plan, port, logFd: log.fd });
    await log.close();
    try {
      const client = await waitUntilReady(postmaster, plan);
      if (client !== undefined) return await supervise(client, postmaster, plan);
    } catch (thrown) {
      await postmaster.stop();
      throw thrown;
    }
    const said = (await readFile(logFile)).subarray(offset).toString("utf8");
    const mayPass = /Address already in use|is still in use|postmaster\.pid" already exists/.test(said);
    if (!mayPass || waitedMs >= restartPatienceMs) throw explainExit(said, plan.place, logFile);
    await pause(250);
  }
}

async function openedLogSize(logFile: string): Promise<number> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size <= logSizeLimit) return size;
  await truncate(logFile);
  return 0;
}

/** A superuser connection once the server accepts one; undefined when it ended instead. */
async function waitUntilReady(postmaster: Postmaster, plan: Launch): Promise<pg.Client | undefined> {
  const notYet = ["ECONNREFUSED", "ECONNRESET", "57P03", ""];
  for (let waitedMs = 0; waitedMs < readyTimeoutMs; waitedMs += 25) {
    if (postmaster.hasExited()) return undefined;
    try {
      return await connectAsSuperuser(plan.credentials, postmaster.port);
    } catch (thrown) {
      await pause(25);
      if (postmaster.hasExited()) return undefined;
      if (codeOf(thrown) === "28P01") {
        throw new EmbeddedPostgresError(
          `The passwords in postgres.json do not fit the database in ${plan.place.dataFolder}; put the file back from a backup.`,
        );
      }
      if (!notYet.includes(codeOf(thrown))) throw thrown;
    }
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL in ${plan.place.folder} was not ready within five minutes; see server.log there.`,
  );
}

async function supervise(client: pg.Client, postmaster: Postmaster, plan: Launch): Promise<EmbeddedPostgres> {
  const { credentials, place } = plan;
  const { port } = postmaster;
  if (!(await takeSupervision(client))) {
    throw new EmbeddedPostgresError(`Another Latchkey is starting on ${place.folder}; stop one of them.`);
  }
  await prepareDatabase(client, credentials, port);
  let stopping: Promise<void> | undefined;
  const stopOnce = async () => {
    await client.end().catch(() => undefined);
    await postmaster.stop();
  };
  return {
    ownerUrl: databaseUrl(ownerRole, credentials.ownerPassword, port),
    appUrl: databaseUrl(appRole, credentials.appPassword, port),
    superuserUrl: databaseUrl(superuser, credentials.superuserPassword, port),
    folder: place.folder,
    exited: postmaster.exited,
    stop: () => {
      stopping ??= stopOnce();
      return stopping;
    },
  };
}

function explainExit(said: string, place: Place, logFile: string): EmbeddedPostgresError {
  if (said.includes("No space left on device")) return diskIsFull(place.folder);
  const reason = /(?:FATAL|PANIC): +([^\n]{1,200})/.exec(said)?.[1] ?? "no reason given";
  return new EmbeddedPostgresError(
    `PostgreSQL did not start (${reason}); see ${logFile}, or set DATABASE_URL to a server of your own.`,
  );
}
