import type { Tx } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { forgetCredentialToken } from "@/lib/tokens/credential-tokens";

interface Blanked {
  readonly organizationId: OrganizationId;
  readonly credentialId: string;
  /** Without it, those of every state. */
  readonly state?: "current";
}

/**
 * Destroys stored client secrets of a credential. What this process keeps in memory to call products with
 * them goes as well. To be called while the credential is locked.
 *
 * @returns how many had a value
 */
export async function blankClientSecrets(tx: Tx, blanked: Blanked, deletedAt: Date): Promise<number> {
  const where = { ...blanked, sealed: { not: null } };
  const secrets = await tx.clientSecret.findMany({ where, select: { id: true } });
  const { count } = await tx.clientSecret.updateMany({
    where,
    data: { state: "deleted", sealed: null, kid: null, deletedAt },
  });
  for (const { id } of secrets) forgetCredentialToken(id);
  return count;
}
