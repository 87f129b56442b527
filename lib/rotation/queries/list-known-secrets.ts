import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { KnownSecret } from "@/lib/rotation/view/view-evidence";
import { showFingerprint } from "@/lib/sealing/fingerprint";

/** Every secret that is or was stored for a credential, without its value. */
export async function listKnownSecrets(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<(KnownSecret & { readonly createdAt: Date })[]> {
  const rows = await getDb().clientSecret.findMany({
    where: { organizationId, credentialId },
    orderBy: { id: "desc" },
    select: { id: true, state: true, fingerprint: true, adobeSecretId: true, createdAt: true },
  });
  return rows.map((row) => ({ ...row, fingerprint: showFingerprint(row.fingerprint) }));
}
