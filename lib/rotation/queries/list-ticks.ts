import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import type { ConsumerTick } from "@/lib/rotation/view/rotation-view";

interface TicksOf {
  readonly credentialId: string;
  readonly rotationId: string;
  /** Null while it is under way. */
  readonly endedAt: Date | null;
}

/** The consumers of a credential with their ticks in one rotation, as they were listed when it ended. */
export async function listTicks(
  organizationId: OrganizationId,
  { credentialId, rotationId, endedAt }: TicksOf,
): Promise<ConsumerTick[]> {
  const db = getDb();
  const listed =
    endedAt === null
      ? { removedAt: null }
      : { createdAt: { lte: endedAt }, OR: [{ removedAt: null }, { removedAt: { gt: endedAt } }] };
  const rows = await db.consumer.findMany({
    where: { organizationId, credentialId, ...listed },
    orderBy: [{ system: "asc" }, { id: "asc" }],
    select: {
      id: true,
      system: true,
      owner: true,
      location: true,
      redeploy: true,
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
