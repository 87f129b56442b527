import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "./choose-place";
import { codeOf, diskIsFull, EmbeddedPostgresError, folderIsClosed } from "./embedded-postgres-error";
import type { ServerFiles } from "./find-server";
import { partialPath } from "./partial-path";
import { runProgram } from "./run-program";

const majorVersion = "18";

/** Makes the data folder unless it exists. It gets its name only when it is complete. */
export async function createData(
  place: Place,
  server: ServerFiles,
  superuserPassword: string,
): Promise<void> {
  if (await hasData(place)) return;
  const partial = partialPath(place.dataFolder);
  const passwordFile = partialPath(join(place.folder, "password"));
  try {
    await mkdir(partial, { mode: 0o700 });
    await writeFile(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
    if (place.account !== undefined) {
      await chown(partial, place.account.uid, place.account.gid);
      await chown(passwordFile, place.account.uid, place.account.gid);
    }
    const outcome = await runProgram(server.initdb, initdbArguments(partial, passwordFile), place.account);
    if (outcome.code !== 0) throw explainInitdb(outcome.output, place);
    await rename(partial, place.dataFolder);
  } catch (thrown) {
    // Another start made the same folder meanwhile: then there is nothing left to do.
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(thrown))) throw thrown;
  } finally {
    await rm(partial, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

async function hasData(place: Place): Promise<boolean> {
  const version = await readFile(join(place.dataFolder, "PG_VERSION"), "utf8").catch((thrown: unknown) => {
    if (codeOf(thrown) === "ENOENT") return undefined;
    throw thrown;
  });
  if (version === undefined || version.trim() === majorVersion) return version !== undefined;
  throw new EmbeddedPostgresError(
    `The data in ${place.dataFolder} belong to PostgreSQL ${version.trim()}, and this is ${majorVersion}; upgrade them with pg_upgrade, or set LATCHKEY_HOME to a new folder.`,
  );
}

function initdbArguments(dataFolder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataFolder}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=reject",
    "--auth-host=scram-sha-256",
    "--no-instructions",
  ];
}

function explainInitdb(output: string, place: Place): EmbeddedPostgresError {
  if (output.includes("No space left on device")) return diskIsFull(place.folder);
  if (output.includes("could not look up effective user ID")) {
    return new EmbeddedPostgresError(
      "PostgreSQL needs a named user, and this process runs under a user id without a name; run it as a user of the system, or set DATABASE_URL.",
    );
  }
  if (/Permission denied|Read-only file system/.test(output)) return folderIsClosed(place.folder);
  const reason = /(?:FATAL|error): +([^\n]{1,200})/.exec(output)?.[1] ?? "initdb ended early";
  return new EmbeddedPostgresError(
    `The database in ${place.folder} could not be created (${reason}); mend that, or set DATABASE_URL to a server of your own.`,
  );
}
