import type { Tx } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

interface LockedCredential {
  readonly id: string;
  readonly name: string;
  readonly kind: "oauth" | "jwt" | "migrating";
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly archivedAt: Date | null;
}

/**
 * Reads a credential and holds its row until the transaction ends, so that two acts on the same
 * credential follow one another. Null when it is not there, deleted for ever, or somebody else's.
 */
export async function lockCredential(
  tx: Tx,
  organizationId: OrganizationId,
  credentialId: string,
): Promise<LockedCredential | null> {
  const rows = await tx.$queryRaw<LockedCredential[]>`
    SELECT "id", "name", "kind"::text, "clientId", "scopes", "archivedAt" FROM "Credential"
    WHERE "organizationId" = ${organizationId}::uuid AND "id" = ${credentialId}::uuid AND "deletedAt" IS NULL
    FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}
