import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { describeAct } from "@/lib/rotation/view/describe-safety";

/** Who acts on a rotation at this moment and what they do, as a sentence; null when nobody does. */
export async function findLeaseHolder(
  organizationId: OrganizationId,
  rotationId: string,
): Promise<string | null> {
  const [holder] = await getDb().$queryRaw<{ name: string | null; act: string | null }[]>`
    SELECT "User"."name", "Rotation"."leaseAct" AS "act"
    FROM "Rotation" LEFT JOIN "User" ON "User"."id" = "Rotation"."leaseHolderId"
    WHERE "Rotation"."organizationId" = ${organizationId}::uuid AND "Rotation"."id" = ${rotationId}::uuid
      AND "Rotation"."leaseUntil" > clock_timestamp()`;
  return holder === undefined ? null : `${holder.name ?? "Somebody"} ${describeAct(holder.act)}`;
}
