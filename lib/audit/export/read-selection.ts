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

interface SelectionLimits {
  /** Number of the first event that is looked at. */
  readonly first?: bigint;
  readonly pageSize?: number;
  /**
   * How many numbers one query looks through: few enough that it ends in time where the filters let nothing
   * through and no index helps.
   */
  readonly windowSize?: bigint;
}

/**
 * The events from number `first` to `last` that the filters let through, oldest first, a page at a time. A
 * page can be empty: so whoever reads can stop while nothing is found.
 */
export async function* readSelection(
  organizationId: OrganizationId,
  filters: EventFilters,
  last: bigint,
  { first = 1n, pageSize = 500, windowSize = 50_000n }: SelectionLimits = {},
): AsyncGenerator<readonly StoredEvent[]> {
  const chosen = matching({ ...filters, before: undefined });
  let after = first - 1n;
  while (after < last) {
    const end = after + windowSize;
    const until = end < last ? end : last;
    const rows = await getDb().auditEvent.findMany({
      where: { organizationId, ...chosen, seq: { gt: after, lte: until } },
      orderBy: { seq: "asc" },
      take: pageSize,
      select: { seq: true, payload: true, hash: true, signature: true },
    });
    const newest = rows.at(-1);
    after = newest !== undefined && rows.length === pageSize ? newest.seq : until;
    yield rows;
  }
}
