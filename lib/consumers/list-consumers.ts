import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { Consumer } from "./consumer";
import { selectConsumer } from "./consumer-columns";

/** The consumers of a credential, in the order in which they were added. */
export async function listConsumers(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<Consumer[]> {
  const rows = await getDb().consumer.findMany({
    where: { organizationId, credentialId, removedAt: null, credential: { deletedAt: null } },
    orderBy: { id: "asc" },
    select: { ...selectConsumer, id: true, createdAt: true },
  });
  return rows.map(({ createdAt, ...row }) => ({ ...row, addedAt: createdAt.toISOString() }));
}
