import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import { newSecretUsageId } from "@/lib/ids";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import { listOwnGrants } from "@/lib/tokens/own-grants";

type Subject = Pick<LockedRotation, "rotation" | "credential"> & {
  readonly secrets: readonly { readonly id: string; readonly adobeSecretId: string | null }[];
};

/**
 * Keeps what Adobe's list says of the last use of each secret. A use is told to be ours by the grants of
 * the secret we hold under that id; in doubt it is ours with the new secret, and somebody else's with any
 * other, because the old one goes when others use the new one and leave it alone.
 */
export async function keepEvidence(
  { viewer }: ActContext,
  { rotation, credential, secrets }: Subject,
  listed: readonly AdobeSecret[],
  checkedAt = new Date(),
): Promise<void> {
  const { organizationId } = viewer;
  const rows = await Promise.all(
    listed.map(async ({ adobeSecretId, createdAt, lastUse }) => {
      const held = secrets.find((secret) => secret.adobeSecretId === adobeSecretId);
      const grants = held === undefined ? [] : await listOwnGrants(organizationId, held.id);
      return {
        id: newSecretUsageId(),
        organizationId,
        credentialId: credential.id,
        rotationId: rotation.id,
        secretKey: adobeSecretId,
        secretCreatedAt: createdAt,
        lastUsedAt: lastUse?.at ?? null,
        grantType: lastUse?.grantType ?? null,
        isOurs:
          lastUse !== null && isOwnUse(lastUse.at, grants, { isWhole: held?.id === rotation.newSecretId }),
        checkedAt,
        source: "adobe" as const,
      };
    }),
  );
  await getDb().secretUsage.createMany({ data: rows });
}
