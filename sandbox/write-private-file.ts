import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Replaces `file` with `text` in one step, readable by its owner alone: a crash leaves the old file
 * or the new one, never half of it. Callers write one at a time; the half-written copy has a fixed
 * name so that crashes do not pile up copies of secrets.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.draft`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(text, "utf8");
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
