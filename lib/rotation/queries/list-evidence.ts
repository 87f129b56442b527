import type { Tx } from "@/lib/db/client";
import type { Evidence } from "@/lib/rotation/policy/evidence";

/**
 * Every check of one secret of a credential, oldest first, whether Adobe told it or a person typed it. An
 * earlier rotation may have seen a use that ours have covered since.
 */
export async function listEvidence(
  db: Tx,
  { organizationId, credentialId }: { readonly organizationId: string; readonly credentialId: string },
  { id, adobeSecretId }: { readonly id: string; readonly adobeSecretId: string | null },
): Promise<Evidence[]> {
  return db.secretUsage.findMany({
    where: {
      organizationId,
      credentialId,
      secretKey: { in: adobeSecretId === null ? [id] : [id, adobeSecretId] },
    },
    orderBy: { checkedAt: "asc" },
    select: { lastUsedAt: true, isOurs: true, checkedAt: true, secretCreatedAt: true },
  });
}
