import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

/** Counts for the grey line under the title. */
export async function countCredentials(organizationId: OrganizationId): Promise<{
  readonly active: number;
  readonly archived: number;
  /** Active ones whose last test failed. */
  readonly failing: number;
  /** Active ones that were never tested. */
  readonly untested: number;
}> {
  const db = getDb();
  const base = { organizationId, deletedAt: null };
  const [active, archived, failing, untested] = await Promise.all([
    db.credential.count({ where: { ...base, archivedAt: null } }),
    db.credential.count({ where: { ...base, archivedAt: { not: null } } }),
    db.credential.count({ where: { ...base, archivedAt: null, lastTestOutcome: "failed" } }),
    db.credential.count({ where: { ...base, archivedAt: null, lastTestOutcome: null } }),
  ]);
  return { active, archived, failing, untested };
}
