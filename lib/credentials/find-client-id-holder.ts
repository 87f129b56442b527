import { getDb } from "@/lib/db/client";
import { type Environment, environmentLabels } from "@/lib/environment";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";

/** The conflict to answer when a client ID is already registered, with a link to who holds it. */
export async function findClientIdHolder(
  organizationId: OrganizationId,
  environment: Environment,
  clientId: string,
): Promise<Failure> {
  const holder = await getDb().credential.findFirst({
    where: { organizationId, environment, clientId, deletedAt: null },
    select: { id: true, name: true, archivedAt: true },
  });
  const place = environmentLabels[environment];
  if (holder === null) {
    return { kind: "conflict", message: `This client ID was just taken in ${place}. Try again.` };
  }
  const isArchived = holder.archivedAt !== null;
  return {
    kind: "conflict",
    field: "clientId",
    message: isArchived
      ? `This client ID is registered in ${place} as “${holder.name}”, which is archived. Restore that one.`
      : `This client ID is already registered in ${place} as “${holder.name}”.`,
    href: `/credentials/${holder.id}`,
    hrefLabel: isArchived ? `Open ${holder.name} to restore it` : `Open ${holder.name}`,
  };
}
