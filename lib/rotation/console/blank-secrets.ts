import type { Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** Takes away the values of secrets that are not current. Their fingerprints stay for the record. */
export async function blankSecrets(
  tx: Tx,
  { organizationId, credentialId }: { readonly organizationId: string; readonly credentialId: string },
  which: Pick<Prisma.ClientSecretWhereInput, "id" | "adobeSecretId">,
): Promise<void> {
  await tx.clientSecret.updateMany({
    where: { ...which, organizationId, credentialId, state: { in: ["pending", "previous"] } },
    data: { state: "deleted", sealed: null, kid: null, deletedAt: new Date() },
  });
}
