import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

/** How many events an organization has: the number of its newest, since none is ever left out. */
export async function countEvents(organizationId: OrganizationId): Promise<number> {
  const newest = await getDb().auditEvent.findFirst({
    where: { organizationId },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return newest === null ? 0 : Number(newest.seq);
}
