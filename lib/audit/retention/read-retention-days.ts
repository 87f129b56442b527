import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

/** How many days an organization keeps its events; 0 for ever. */
export async function readRetentionDays(organizationId: OrganizationId): Promise<number> {
  const { retentionDays } = await getDb().organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { retentionDays: true },
  });
  return retentionDays;
}
