import { createHash, randomBytes } from "node:crypto";
import { Secret } from "@/lib/secret";

/** A new session's name: 256 random bits. Whoever knows it has the session. */
export function newSid(): Secret {
  return new Secret(randomBytes(32).toString("base64url"));
}

/** What is stored of it. The name itself is in the browser's cookie alone. */
export function hashSid(sid: Secret): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(sid.reveal()).digest());
}
