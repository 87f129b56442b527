import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { codeOf, EmbeddedPostgresError } from "./embedded-postgres-error";
import { type Account, runProgram } from "./run-program";

/** The server's programs and libraries: `bin`, `lib` and `share`. */
export interface ServerFiles {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  /** Whether they had to be copied to where PostgreSQL's user can read them. */
  readonly isCopy: boolean;
}

/** Finds the server in `node_modules`; copies it when the account cannot run it there. */
export async function findServer(place: string, account: Account | undefined): Promise<ServerFiles> {
  const { folder, version } = await findPackage();
  await restoreLinks(folder);
  const inPlace = filesIn(folder, false);
  const first = await runProgram(inPlace.postgres, ["--version"], account);
  if (first.code === 0) return inPlace;
  if (account !== undefined) {
    const copy = filesIn(await copyServer(folder, place, version), true);
    const second = await runProgram(copy.postgres, ["--version"], account);
    if (second.code === 0) return copy;
  }
  throw new EmbeddedPostgresError(
    "The embedded PostgreSQL does not run on this system (it needs glibc); set DATABASE_URL to a PostgreSQL 15 or newer.",
  );
}

function filesIn(folder: string, isCopy: boolean): ServerFiles {
  return {
    folder,
    initdb: join(folder, "bin", "initdb"),
    postgres: join(folder, "bin", "postgres"),
    isCopy,
  };
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const entry = createRequire(here.resolve("embedded-postgres")).resolve(name);
    const root = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    return {
      folder: join(root, "native"),
      version: z.object({ version: z.string() }).parse(manifest).version,
    };
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here; install with optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** The package makes its library links in an install script; where scripts are off, we make them. */
async function restoreLinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(text));
  for (const { source, target } of links) {
    const link = join(dirname(folder), target);
    const exists = await lstat(link).catch(() => undefined);
    if (exists !== undefined) continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (thrown) {
      if (codeOf(thrown) !== "EEXIST") throw thrown;
    }
  }
}

/** Copies the server (60 MB) below `place`, complete or not at all, and drops older copies. */
async function copyServer(source: string, place: string, version: string): Promise<string> {
  const copy = join(place, `server-${version}`);
  const exists = await lstat(copy).catch(() => undefined);
  if (exists !== undefined) return copy;
  const partial = `${copy}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await cp(source, partial, { recursive: true, verbatimSymlinks: true });
  await openForAll(partial);
  await rename(partial, copy);
  for (const name of await readdir(place)) {
    if (name.startsWith("server-") && !name.includes(".partial-") && join(place, name) !== copy) {
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
  return copy;
}

/** Whatever the installer's umask was: readable by all, programs runnable. */
async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForAll(path);
    else if (entry.isFile()) await chmod(path, folder.endsWith("/bin") ? 0o755 : 0o644);
  }
}
