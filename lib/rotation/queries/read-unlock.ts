import type { Tx } from "@/lib/db/client";
import type { StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import type { RotationRow } from "@/lib/rotation/lease/rotation-row";
import { judgeUnlock, type Unlock } from "@/lib/rotation/policy/judge-unlock";
import { listEvidence } from "./list-evidence";

type Named = Pick<StoredSecret, "id" | "adobeSecretId" | "createdAt">;

/**
 * Judges by all that is stored whether the old secret may be deleted now. Where Adobe's latest list after
 * the promotion has the new secret and not the old one, somebody has deleted it, and nothing is waited for.
 */
export async function readUnlock(
  db: Tx,
  rotation: Pick<
    RotationRow,
    "id" | "organizationId" | "credentialId" | "mode" | "isEmergency" | "quietHours" | "promotedAt"
  >,
  { old, fresh }: { readonly old: Named; readonly fresh: Named | null },
  now = new Date(),
): Promise<Unlock> {
  const { id, organizationId, credentialId, mode, isEmergency, quietHours, promotedAt } = rotation;
  const usesOfOld = await listEvidence(db, rotation, old);
  const usesOfNew = fresh === null ? [] : await listEvidence(db, rotation, fresh);
  const [lastOfOld, lastOfNew] = [usesOfOld.at(-1)?.checkedAt, usesOfNew.at(-1)?.checkedAt];
  const isOldGone =
    mode === "api" &&
    promotedAt !== null &&
    lastOfNew !== undefined &&
    lastOfNew >= promotedAt &&
    (lastOfOld === undefined || lastOfOld < lastOfNew);
  const consumers = await db.consumer.findMany({
    where: { organizationId, credentialId, removedAt: null },
    select: { acknowledgements: { where: { rotationId: id }, select: { consumerId: true } } },
  });
  const unlock = judgeUnlock({
    mode,
    isEmergency,
    quietHours,
    promotedAt,
    consumers: consumers.map(({ acknowledgements }) => ({ isAcknowledged: acknowledgements.length > 0 })),
    old: usesOfOld,
    fresh: usesOfNew,
    oldCreatedAt: usesOfOld[0]?.secretCreatedAt ?? old.createdAt,
    now,
  });
  return isOldGone ? { ...unlock, isUnlocked: true, conditions: [] } : unlock;
}
