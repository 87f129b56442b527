import { createHash, randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Makes a new setup token and stores its SHA-256 (lower-case hex, one line) in `file`; an earlier
 * token is worth nothing from then on. The address is the token's only trace.
 */
export async function makeSetupAddress(file: string, appOrigin: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest("hex");
  await writeFile(`${file}.draft`, `${hash}\n`, { mode: 0o600 });
  await rename(`${file}.draft`, file);
  return `${appOrigin}/setup?token=${token}`;
}

export async function removeSetupToken(file: string): Promise<void> {
  await rm(file, { force: true });
}
