import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { getEnv } from "@/lib/env";

/**
 * Whether this is the token of the setup address that the start printed. The file holds its SHA-256,
 * so whoever can read the file still cannot use it. False where no address was printed.
 */
export async function isSetupToken(token: string, file = getEnv().setupTokenFile): Promise<boolean> {
  if (file === undefined) return false;
  const stored = await readFile(file, "utf8").catch(() => "");
  const expected = Buffer.from(stored.trim(), "hex");
  const sent = createHash("sha256").update(token).digest();
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}
