import { getDb } from "@/lib/db/client";
import type { EventId, OrganizationId } from "@/lib/ids";
import type { EventRow } from "./event-row";
import { toEventRow } from "./to-event-row";

const maxEvents = 100;

/** The events of one request in their order, the first hundred, less the one that is open already. */
export async function listRequestEvents(
  organizationId: OrganizationId,
  requestId: string,
  except?: EventId,
): Promise<readonly EventRow[]> {
  const rows = await getDb().auditEvent.findMany({
    where: { organizationId, requestId, ...(except === undefined ? {} : { id: { not: except } }) },
    orderBy: { seq: "asc" },
    take: maxEvents,
    select: { id: true, seq: true, occurredAt: true, payload: true },
  });
  return rows.map(toEventRow);
}
