import { createHmac } from "node:crypto";
import type { OrganizationId } from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import { getKeyRing } from "./key-ring";

/**
 * 32 bytes that tell whether two secrets of one organization are the same, without telling what they
 * are: HMAC-SHA-256 under the ring's fingerprint key over the organization id, a zero byte and the
 * secret, in UTF-8. The id has a fixed length and no zero byte, so no two pairs give the same input.
 */
export function fingerprintSecret(
  organizationId: OrganizationId,
  secret: Secret,
  ring = getKeyRing(),
): Uint8Array<ArrayBuffer> {
  const mac = createHmac("sha256", ring.fingerprint.material)
    .update(organizationId)
    .update("\0")
    .update(secret.reveal())
    .digest();
  return new Uint8Array(mac);
}

/** The first 8 hex of a fingerprint, for people and events. */
export function showFingerprint(fingerprint: Uint8Array): string {
  return Buffer.from(fingerprint).toString("hex").slice(0, 8);
}
