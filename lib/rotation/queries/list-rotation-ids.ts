import type { Tx } from "@/lib/db/client";

/** Every rotation of a credential, over or not: what was seen at Adobe is stored by rotation. */
export async function listRotationIds(
  db: Tx,
  where: { readonly organizationId: string; readonly credentialId: string },
): Promise<string[]> {
  const { organizationId, credentialId } = where;
  const rotations = await db.rotation.findMany({
    where: { organizationId, credentialId },
    select: { id: true },
  });
  return rotations.map(({ id }) => id);
}
