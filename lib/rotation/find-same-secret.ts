import type { Tx } from "@/lib/db/client";

/** The credential of the organization that holds this very secret, if one does. */
export async function findSameSecret(
  tx: Tx,
  organizationId: string,
  fingerprint: Uint8Array<ArrayBuffer>,
): Promise<{ readonly credentialId: string; readonly name: string } | null> {
  const row = await tx.clientSecret.findFirst({
    where: { organizationId, fingerprint, state: { not: "deleted" } },
    select: { credentialId: true, credential: { select: { name: true } } },
  });
  return row === null ? null : { credentialId: row.credentialId, name: row.credential.name };
}
