import type { Tx } from "@/lib/db/client";
import type { Evidence } from "@/lib/rotation/policy/evidence";
import { listRotationIds } from "./list-rotation-ids";

/**
 * Every check of one secret of a credential, oldest first, whether Adobe told it or a person typed it. An
 * earlier rotation may have seen a use that ours have covered since.
 */
export async function listEvidence(
  db: Tx,
  { organizationId, credentialId }: { readonly organizationId: string; readonly credentialId: string },
  secret: { readonly id: string; readonly adobeSecretId: string | null },
): Promise<Evidence[]> {
  const { id, adobeSecretId } = secret;
  const rotationIds = await listRotationIds(db, { organizationId, credentialId });
  return db.secretUsage.findMany({
    where: {
      organizationId,
      rotationId: { in: rotationIds },
      secretKey: { in: adobeSecretId === null ? [id] : [id, adobeSecretId] },
    },
    orderBy: { checkedAt: "asc" },
    select: { lastUsedAt: true, isOurs: true, checkedAt: true, secretCreatedAt: true },
  });
}
