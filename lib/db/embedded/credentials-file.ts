import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import { codeOf, EmbeddedPostgresError } from "./embedded-postgres-error";
import { partialPath } from "./partial-path";

const password = z.string().min(20);
const contents = z.object({
  superuserPassword: password,
  ownerPassword: password,
  appPassword: password,
  /** Where the data are, when they could not be put under the home folder. */
  folder: z.string().optional(),
});

/** What `postgres.json` holds. Readable by us alone; the database's user cannot read it. */
export type DatabaseCredentials = z.infer<typeof contents>;

export const credentialsFile = (home: string): string => join(home, "postgres.json");

/** Reads the generated passwords; undefined when there are none yet. */
export async function readCredentials(home: string): Promise<DatabaseCredentials | undefined> {
  const file = credentialsFile(home);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
  const parsed = contents.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EmbeddedPostgresError(
    `${file} is damaged; put it back from a backup (without it the database cannot be opened).`,
  );
}

export function generateCredentials(): DatabaseCredentials {
  return { superuserPassword: draw(), ownerPassword: draw(), appPassword: draw() };
}

/**
 * Writes the file whole or not at all. With `isFirst`, one that another start has written meanwhile
 * is left as it is.
 */
export async function writeCredentials(
  home: string,
  credentials: DatabaseCredentials,
  isFirst: boolean,
): Promise<void> {
  const file = credentialsFile(home);
  const partial = partialPath(file);
  await rm(partial, { force: true });
  const handle = await open(partial, "wx", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(credentials, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (!isFirst) return rename(partial, file);
  try {
    await link(partial, file);
  } catch (thrown) {
    if (codeOf(thrown) !== "EEXIST") throw thrown;
  } finally {
    await rm(partial, { force: true });
  }
}

/** 24 random bytes as base64url: needs no escaping in a connection string. */
function draw(): string {
  return randomBytes(24).toString("base64url");
}
