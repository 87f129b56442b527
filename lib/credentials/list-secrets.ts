import { getDb } from "@/lib/db/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { SecretRow } from "./secret-row";

const maxRows = 50;

/** The secrets that are or were stored for a credential, newest first. Never their values. */
export async function listSecrets(
  organizationId: OrganizationId,
  credentialId: CredentialId,
): Promise<SecretRow[]> {
  const db = getDb();
  const rows = await db.clientSecret.findMany({
    where: { organizationId, credentialId },
    orderBy: { id: "desc" },
    take: maxRows,
    select: { id: true, state: true, fingerprint: true, createdAt: true, createdById: true, deletedAt: true },
  });
  const people = await db.user.findMany({
    where: { id: { in: rows.map((row) => row.createdById) } },
    select: { id: true, name: true },
  });
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    fingerprint: showFingerprint(row.fingerprint),
    storedAt: row.createdAt.toISOString(),
    storedByName: people.find((person) => person.id === row.createdById)?.name ?? "",
    blankedAt: row.deletedAt?.toISOString() ?? null,
  }));
}
