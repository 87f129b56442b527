import type { AuditKey } from "@/lib/audit/audit-key";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { publicJwkOf } from "@/lib/audit/public-keys";
import { signText } from "@/lib/audit/signed-text";
import { type ExportManifest, writeManifest } from "./export-manifest";

/**
 * The lines of an exported log (`docs/audit-format.md`): a signed manifest, then one event per line as it
 * was signed. Each line is canonical JSON, so that it can be written in one way only.
 */

/** The first line. */
export function writeManifestLine(
  draft: Omit<ExportManifest, "v" | "kid" | "publicKey">,
  key: AuditKey,
): string {
  const manifest = writeManifest({
    v: 1,
    ...draft,
    kid: key.kid,
    publicKey: publicJwkOf(key),
  });
  return `${canonicalJson({ manifest, ...signText(manifest, key) })}\n`;
}

/** What of a row is exported. */
export interface SignedEvent {
  readonly payload: string;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

/** The line of one event. Nothing of it is judged: what somebody changed is exported as it is found. */
export function writeEventLine({ payload, hash, signature }: SignedEvent): string {
  const hashText = Buffer.from(hash).toString("hex");
  const signatureText = Buffer.from(signature).toString("base64url");
  // The canonical text, whose members are in this order: the general way would cost as much as the query.
  return `{"hash":"${hashText}","payload":${JSON.stringify(payload)},"signature":"${signatureText}"}\n`;
}
