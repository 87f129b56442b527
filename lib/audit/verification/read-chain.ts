import type { AuditRow } from "@/lib/audit/chain";
import { getDb } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import { type OrganizationId, organizationIdSchema } from "@/lib/ids";

const pageSize = 500;

type Reader = Pick<PrismaClient, "auditEvent">;

/**
 * The rows of one chain, oldest first, a page at a time.
 *
 * @param until number of the last row that is read; without it, events appended meanwhile are read too
 */
export async function* readChain(
  organizationId: OrganizationId,
  db: Reader = getDb(),
  until?: bigint,
): AsyncGenerator<readonly AuditRow[]> {
  let last = 0n;
  for (;;) {
    const rows = await db.auditEvent.findMany({
      where: { organizationId, seq: { gt: last, ...(until !== undefined && { lte: until }) } },
      orderBy: { seq: "asc" },
      take: pageSize,
    });
    const newest = rows.at(-1);
    if (newest === undefined) return;
    yield rows;
    last = newest.seq;
  }
}

/** Every chain that has events: organizations and the instance. Hops through the key, one probe each. */
export async function* listChains(db: Reader = getDb()): AsyncGenerator<OrganizationId> {
  let after: OrganizationId | undefined;
  for (;;) {
    const next: { organizationId: string } | null = await db.auditEvent.findFirst({
      where: after === undefined ? {} : { organizationId: { gt: after } },
      orderBy: { organizationId: "asc" },
      select: { organizationId: true },
    });
    if (next === null) return;
    after = organizationIdSchema.parse(next.organizationId);
    yield after;
  }
}
