import type { Tx } from "@/lib/db/client";
import type { Evidence } from "./evidence";

/** Every check of one secret in a rotation, oldest first, whether Adobe told it or a person typed it. */
export async function listEvidence(
  db: Tx,
  rotation: { readonly id: string; readonly organizationId: string },
  secret: { readonly id: string; readonly adobeSecretId: string | null },
): Promise<Evidence[]> {
  const { id, adobeSecretId } = secret;
  return db.secretUsage.findMany({
    where: {
      organizationId: rotation.organizationId,
      rotationId: rotation.id,
      secretKey: { in: adobeSecretId === null ? [id] : [id, adobeSecretId] },
    },
    orderBy: { checkedAt: "asc" },
    select: { lastUsedAt: true, isOurs: true, checkedAt: true, secretCreatedAt: true },
  });
}
