import { createHash, sign, verify } from "node:crypto";
import { z } from "zod";
import type { AuditKey } from "./audit-key";
import type { PublicKeys } from "./public-keys";

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** An Ed25519 signature in base64url without padding; its last digit stands for two bits. */
export const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/);

/** What stands beside a text that was signed as events are. */
export interface TextSeal {
  readonly hash: string;
  readonly signature: string;
}

/** Signs the hash of a text, as events are signed. */
export function signText(text: string, key: AuditKey): TextSeal {
  const hash = digest(text);
  return { hash: hash.toString("hex"), signature: sign(null, hash, key.privateKey).toString("base64url") };
}

export type SealProblem = "edited" | "unknown_key" | "wrong_signature";

/** Whether the text is what was hashed, and the hash what the key with this name signed. */
export function checkSeal(
  text: string,
  seal: TextSeal,
  kid: string,
  keys: PublicKeys,
): SealProblem | undefined {
  const hash = digest(text);
  if (hash.toString("hex") !== seal.hash) return "edited";
  const key = keys.get(kid);
  if (key === undefined) return "unknown_key";
  return verify(null, hash, key, Buffer.from(seal.signature, "base64url")) ? undefined : "wrong_signature";
}

/** Hexadecimal of the hash of a text. */
export function hashOfText(text: string): string {
  return digest(text).toString("hex");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
