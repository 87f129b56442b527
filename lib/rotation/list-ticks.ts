import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { ConsumerTick } from "./rotation-view";

/** The consumers of a credential with their ticks in one rotation. */
export async function listTicks(
  organizationId: OrganizationId,
  { credentialId, rotationId }: { readonly credentialId: string; readonly rotationId: string },
): Promise<ConsumerTick[]> {
  const db = getDb();
  const rows = await db.consumer.findMany({
    where: { organizationId, credentialId, removedAt: null },
    orderBy: [{ system: "asc" }, { id: "asc" }],
    select: {
      id: true,
      system: true,
      owner: true,
      location: true,
      acknowledgements: {
        where: { rotationId },
        select: { acknowledgedAt: true, acknowledgedById: true },
      },
    },
  });
  const people = await db.user.findMany({
    where: {
      id: { in: rows.flatMap((row) => row.acknowledgements.map(({ acknowledgedById }) => acknowledgedById)) },
    },
    select: { id: true, name: true },
  });
  return rows.map(({ acknowledgements: [tick], ...consumer }) => ({
    ...consumer,
    acknowledgedAt: tick?.acknowledgedAt.toISOString() ?? null,
    acknowledgedByName: people.find(({ id }) => id === tick?.acknowledgedById)?.name ?? null,
  }));
}
