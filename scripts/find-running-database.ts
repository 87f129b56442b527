import { join } from "node:path";
import { appRole, databaseUrl, superuser } from "@/lib/db/embedded/connect";
import { readCredentials } from "@/lib/db/embedded/credentials-file";
import { isServerOf, readPidFile } from "@/lib/db/embedded/postmaster";
import { Secret } from "@/lib/secret";

/** The embedded database of a product that runs on this home folder; it is neither started nor stopped. */
export async function findRunningDatabase(
  home: string,
): Promise<{ readonly appUrl: Secret; readonly superuserUrl: Secret } | undefined> {
  const credentials = await readCredentials(home);
  if (credentials === undefined) return undefined;
  const dataFolder = join(credentials.folder ?? join(home, "postgres"), "data");
  const found = await readPidFile(dataFolder);
  if (found === undefined || !(await isServerOf(found.pid, dataFolder))) return undefined;
  return {
    appUrl: new Secret(databaseUrl(appRole, credentials.appPassword, found.port)),
    superuserUrl: new Secret(databaseUrl(superuser, credentials.superuserPassword, found.port)),
  };
}
