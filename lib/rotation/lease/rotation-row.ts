import type { Prisma } from "@/lib/db/generated/client";
import type { Standing } from "@/lib/rotation/policy/rotation-state";

/** The columns that every command of a rotation works on. */
export const selectRotation = {
  id: true,
  organizationId: true,
  credentialId: true,
  state: true,
  mode: true,
  isEmergency: true,
  quietHours: true,
  oldSecretId: true,
  newSecretId: true,
  snapshotIds: true,
  addRequestedAt: true,
  removingId: true,
  finding: true,
  startedAt: true,
  startedById: true,
  addedAt: true,
  verifiedAt: true,
  promotedAt: true,
  promotedById: true,
  lastFailureCode: true,
  lastActAt: true,
  leaseHolderId: true,
  leaseAct: true,
} as const satisfies Prisma.RotationSelect;

export type RotationRow = Prisma.RotationGetPayload<{ select: typeof selectRotation }>;

/**
 * For so long a deletion that was sent, or was about to be, may still reach Adobe: a request that hangs
 * on its way, or a process that lost its lease and does not know it yet.
 */
const landingLimitMs = 10 * 60_000;

/** Until when the deletion of `removingId`, whose end nobody knows, may still be carried out; null where there is none. */
export function removalMayLandUntil(
  { removingId, lastActAt }: Pick<RotationRow, "removingId" | "lastActAt">,
  now = new Date(),
): Date | null {
  if (removingId === null || lastActAt === null) return null;
  const until = new Date(lastActAt.getTime() + landingLimitMs);
  return until > now ? until : null;
}

/** The columns that tell where a rotation stands. */
export type StandingColumns = Pick<
  RotationRow,
  "state" | "mode" | "addRequestedAt" | "removingId" | "verifiedAt" | "lastActAt"
>;

export function standingOf(rotation: StandingColumns, now = new Date()): Standing {
  const { state, mode, addRequestedAt, verifiedAt } = rotation;
  return {
    state,
    mode,
    isAddUnclear: addRequestedAt !== null,
    isRemovalUnclear: removalMayLandUntil(rotation, now) !== null,
    isVerified: verifiedAt !== null,
  };
}
