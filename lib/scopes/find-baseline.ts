import type { Tx } from "@/lib/db/client";

interface Baseline {
  readonly scopes: string[];
  readonly approvedAt: Date;
  readonly approvedById: string;
}

/** The scopes that were approved last; null where none ever were. */
export async function findBaseline(
  db: Pick<Tx, "scopeBaseline">,
  organizationId: string,
  credentialId: string,
): Promise<Baseline | null> {
  return db.scopeBaseline.findFirst({
    where: { organizationId, credentialId },
    orderBy: [{ approvedAt: "desc" }, { id: "desc" }],
    select: { scopes: true, approvedAt: true, approvedById: true },
  });
}
