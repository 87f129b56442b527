import { z } from "zod";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";

const endsSchema = z.tuple([z.object({ first: z.bigint().nullable(), last: z.bigint().nullable() })]);

/**
 * How many events an organization has, by the numbers of its oldest and its newest: none between them is ever
 * left out.
 */
export async function countEvents(organizationId: OrganizationId): Promise<number> {
  const rows = await getDb().$queryRaw`
    SELECT
      (SELECT "seq" FROM "AuditEvent" WHERE "organizationId" = ${organizationId}::uuid
        ORDER BY "seq" ASC LIMIT 1) AS "first",
      (SELECT "seq" FROM "AuditEvent" WHERE "organizationId" = ${organizationId}::uuid
        ORDER BY "seq" DESC LIMIT 1) AS "last"`;
  const [{ first, last }] = endsSchema.parse(rows);
  return first === null || last === null ? 0 : Number(last - first + 1n);
}
