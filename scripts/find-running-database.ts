import { join } from "node:path";
import { appRole, databaseUrl, ownerRole, superuser } from "@/lib/db/embedded/connect";
import { readCredentials } from "@/lib/db/embedded/credentials-file";
import { isServerOf, readPidFile } from "@/lib/db/embedded/postmaster";
import { Secret } from "@/lib/secret";

interface RunningDatabase {
  readonly appUrl: Secret;
  /** Of the role that migrates. */
  readonly ownerUrl: Secret;
  readonly superuserUrl: Secret;
}

/** The embedded database of a product that runs on this home folder; it is neither started nor stopped. */
export async function findRunningDatabase(home: string): Promise<RunningDatabase | undefined> {
  const credentials = await readCredentials(home);
  if (credentials === undefined) return undefined;
  const dataFolder = join(credentials.folder ?? join(home, "postgres"), "data");
  const found = await readPidFile(dataFolder);
  if (found === undefined || !(await isServerOf(found.pid, dataFolder))) return undefined;
  return {
    appUrl: new Secret(databaseUrl(appRole, credentials.appPassword, found.port)),
    ownerUrl: new Secret(databaseUrl(ownerRole, credentials.ownerPassword, found.port)),
    superuserUrl: new Secret(databaseUrl(superuser, credentials.superuserPassword, found.port)),
  };
}
