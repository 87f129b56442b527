import { getDb, type Tx } from "@/lib/db/client";
import { getEnv } from "@/lib/env";
import type { LeaseId, OrganizationId } from "@/lib/ids";
import { describeThrown, writeLog } from "@/lib/log";

/** Enters who acts on a rotation, and for how long without a sign of life; the row is locked already. */
export async function takeLease(
  tx: Tx,
  rotationId: string,
  { leaseId, act, holderId }: { readonly leaseId: LeaseId; readonly act: string; readonly holderId: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Rotation" SET "leaseId" = ${leaseId}::uuid, "leaseAct" = ${act}, "leaseHolderId" = ${holderId}::uuid,
      "leaseUntil" = clock_timestamp() + make_interval(secs => ${getEnv().leaseMs / 1000})
    WHERE "id" = ${rotationId}::uuid`;
}

/** Gives signs of life until it is ended. A database that cannot be reached lets the lease run out. */
export function keepLease(
  organizationId: OrganizationId,
  leaseId: LeaseId,
): { readonly end: () => Promise<void> } {
  const { leaseMs } = getEnv();
  const heartbeat = setInterval(() => {
    extendLease(organizationId, leaseId, leaseMs).catch((thrown: unknown) => {
      writeLog("rotation.heartbeat_missed", describeThrown(thrown));
    });
  }, leaseMs / 4);
  return {
    end: async () => {
      clearInterval(heartbeat);
      await endLease(organizationId, leaseId).catch((thrown: unknown) => {
        writeLog("rotation.lease_not_ended", describeThrown(thrown));
      });
    },
  };
}

async function extendLease(organizationId: OrganizationId, leaseId: LeaseId, leaseMs: number): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "Rotation" SET "leaseUntil" = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
    WHERE "organizationId" = ${organizationId}::uuid AND "leaseId" = ${leaseId}::uuid`;
}

async function endLease(organizationId: OrganizationId, leaseId: LeaseId): Promise<void> {
  await getDb().rotation.updateMany({
    where: { organizationId, leaseId },
    data: { leaseId: null, leaseUntil: null, leaseHolderId: null, leaseAct: null },
  });
}
