import type { Prisma } from "@/lib/db/generated/client";
import type { Standing } from "./rotation-state";

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

export function standingOf(rotation: RotationRow): Standing {
  const { state, mode, addRequestedAt, verifiedAt } = rotation;
  return { state, mode, isAddUnclear: addRequestedAt !== null, isVerified: verifiedAt !== null };
}
