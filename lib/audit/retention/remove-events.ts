import type { OrganizationId } from "@/lib/ids";
import type { ArchivedRange } from "./archive-folder";
import type { PruneWatch } from "./prune-watch";

/** A connection of the role that owns the tables. The app's role can remove nothing. */
export interface OwnerConnection {
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/**
 * Removes events that are sealed, oldest first: whenever it is broken off, what is left has no hole. Each
 * batch is a transaction of its own. The database refuses what no seal covers.
 */
export async function removeEvents(
  owner: OwnerConnection,
  organizationId: OrganizationId,
  { first, last }: ArchivedRange,
  { signal, onProgress }: PruneWatch,
  batchSize = 1_000n,
): Promise<void> {
  for (let from = first; from <= last; from += batchSize) {
    signal?.throwIfAborted();
    const end = from + batchSize - 1n;
    const until = end < last ? end : last;
    await owner.query(
      `DELETE FROM "AuditEvent" WHERE "organizationId" = $1::uuid AND "seq" BETWEEN $2::bigint AND $3::bigint`,
      [organizationId, from, until],
    );
    onProgress?.({ work: "removing", done: until - first + 1n, total: last - first + 1n });
  }
}

/**
 * Removes the counts of days that have no event any more. One that is written meanwhile for such a day waits
 * for this and counts anew.
 *
 * @param last number of the last event that was removed
 */
export async function removeCounts(
  owner: OwnerConnection,
  organizationId: OrganizationId,
  last: bigint,
): Promise<void> {
  await owner.query(
    `WITH "gone" AS (
       DELETE FROM "AuditDay" WHERE "organizationId" = $1::uuid AND "lastSeq" <= $2::bigint RETURNING "day"
     )
     DELETE FROM "AuditDaily" WHERE "organizationId" = $1::uuid AND "day" IN (SELECT "day" FROM "gone")`,
    [organizationId, last],
  );
}
