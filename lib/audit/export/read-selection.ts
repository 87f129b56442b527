import type { EventFilters } from "@/lib/audit/queries/event-filters";
import { matching } from "@/lib/audit/queries/list-events";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

/** What of an event goes into an export. */
export interface StoredEvent {
  readonly seq: bigint;
  readonly payload: string;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

const pageSize = 500;

/**
 * How many numbers one query looks through: few enough that it ends in time where the filters let nothing
 * through and no index helps.
 */
const windowSize = 50_000n;

/**
 * The events up to number `last` that the filters let through, oldest first, a page at a time. A page can
 * be empty: so whoever reads can stop while nothing is found.
 */
export async function* readSelection(
  organizationId: OrganizationId,
  filters: EventFilters,
  last: bigint,
  limits = { pageSize, windowSize },
): AsyncGenerator<readonly StoredEvent[]> {
  const chosen = matching({ ...filters, before: undefined });
  let after = 0n;
  while (after < last) {
    const end = after + limits.windowSize;
    const until = end < last ? end : last;
    const rows = await getDb().auditEvent.findMany({
      where: { organizationId, ...chosen, seq: { gt: after, lte: until } },
      orderBy: { seq: "asc" },
      take: limits.pageSize,
      select: { seq: true, payload: true, hash: true, signature: true },
    });
    const newest = rows.at(-1);
    after = newest !== undefined && rows.length === limits.pageSize ? newest.seq : until;
    yield rows;
  }
}
