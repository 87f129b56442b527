import type { Tx } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

interface LockedRetention {
  readonly name: string;
  readonly retentionDays: number;
}

/**
 * Reads how long an organization keeps its events, and holds that until the transaction ends. Null when
 * there is no such organization.
 */
export async function lockRetention(tx: Tx, organizationId: OrganizationId): Promise<LockedRetention | null> {
  const rows = await tx.$queryRaw<LockedRetention[]>`
    SELECT "name", "retentionDays" FROM "Organization"
    WHERE "id" = ${organizationId}::uuid
    FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}
