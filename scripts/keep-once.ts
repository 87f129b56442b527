import { randomBytes } from "node:crypto";
import { chmod, link, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The text of `file`; when there is none, `make()` writes it first. Whoever comes second finds the
 * first one's text, and a crash leaves no half file.
 */
export async function keepOnce(file: string, make: () => string | Promise<string>): Promise<string> {
  if (!(await fileExists(file))) await writeOnce(file, await make());
  await closeToOthers(file);
  return (await readFile(file, "utf8")).trim();
}

export async function fileExists(file: string): Promise<boolean> {
  return (await findStatus(file)) !== undefined;
}

async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a rename, a link never replaces what another start has written in the meantime.
    await link(draft, file).catch((thrown: unknown) => {
      if (!hasCode(thrown, "EEXIST")) throw thrown;
    });
    await syncFolder(dirname(file));
  } finally {
    await rm(draft, { force: true });
  }
}

async function closeToOthers(file: string): Promise<void> {
  const status = await stat(file);
  if ((status.mode & 0o077) !== 0) await chmod(file, 0o600);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function findStatus(file: string): Promise<object | undefined> {
  try {
    return await stat(file);
  } catch (thrown) {
    if (hasCode(thrown, "ENOENT")) return undefined;
    throw thrown;
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === code;
}
