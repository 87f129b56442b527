import { createHash } from "node:crypto";
import type { Secret } from "./secret";

/** How the log and the pages name an access token without telling it: the first 8 hex of its SHA-256. */
export function fingerprintToken(token: Secret): string {
  return createHash("sha256").update(token.reveal()).digest("hex").slice(0, 8);
}
