import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { Tx } from "@/lib/db/client";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { forgetCredentialToken } from "@/lib/tokens/credential-tokens";

/**
 * Destroys the key that signs for a credential, and the client secret beside it, with the event. What this
 * process keeps in memory to sign for calls to products goes as well. To be called while the credential is
 * locked.
 *
 * @returns the fingerprint of the key; null where there was none
 */
export async function destroyJwtKey(
  tx: Tx,
  { viewer, origin }: ActContext,
  { id: credentialId, name }: { readonly id: string; readonly name: string },
  at: Date,
): Promise<string | null> {
  const { organizationId } = viewer;
  const key = await tx.jwtKey.findFirst({
    where: { organizationId, credentialId, destroyedAt: null },
    select: { id: true, fingerprint: true },
  });
  if (key === null) return null;
  await tx.jwtKey.updateMany({
    where: { organizationId, id: key.id },
    data: { sealedPrivateKey: null, sealedClientSecret: null, kid: null, destroyedAt: at },
  });
  forgetCredentialToken(key.id);
  const fingerprint = showFingerprint(key.fingerprint);
  await recordEvent(tx, organizationId, origin, {
    action: "key.destroyed",
    outcome: "succeeded",
    target: { type: "credential", id: credentialId, name },
    detail: { fingerprint },
  });
  return fingerprint;
}
