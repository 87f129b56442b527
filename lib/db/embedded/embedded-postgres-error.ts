import { z } from "zod";

/** Why the embedded database cannot run, in one sentence that says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

/** The error code of the operating system, PostgreSQL or Node; empty when there is none. */
export function codeOf(thrown: unknown): string {
  return z.object({ code: z.string() }).catch({ code: "" }).parse(thrown).code;
}

/** Turns what the file system threw into a sentence about this folder. */
export function asEmbeddedPostgresError(thrown: unknown, folder: string): EmbeddedPostgresError {
  if (thrown instanceof EmbeddedPostgresError) return thrown;
  const code = codeOf(thrown);
  if (code === "ENOSPC" || code === "EDQUOT") return diskIsFull(folder);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return folderIsClosed(folder);
  if (code === "EEXIST" || code === "ENOTDIR" || code === "ENOENT") {
    return new EmbeddedPostgresError(
      `${folder} cannot be made a folder for the database (${code}); set LATCHKEY_HOME to a folder.`,
    );
  }
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${folder} did not start (${code || "unknown error"}); see server.log there, or set DATABASE_URL to a server of your own.`,
  );
}

export function diskIsFull(folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `No disk space is left for the database in ${folder}; free about 200 MB, then start again.`,
  );
}

export function folderIsClosed(folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The folder ${folder} cannot be written by this user; give it to this user, or set LATCHKEY_HOME to a folder that can be written.`,
  );
}
