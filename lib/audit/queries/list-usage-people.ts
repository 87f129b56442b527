import { z } from "zod";
import { nameActor } from "@/lib/audit/words/describe-event";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { CredentialId, OrganizationId } from "@/lib/ids";
import type { UsagePerson } from "./credential-usage";
import { inPeriod } from "./event-conditions";
import type { EventFilters } from "./event-filters";
import { tokenActions } from "./token-actions";

const peopleSchema = z.array(
  z.object({
    type: z.string(),
    name: z.string(),
    asked: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    lastAt: z.date(),
  }),
);

/** Who asked for tokens with a credential on some days, most first. The budget of tests keeps them few. */
export async function listUsagePeople(
  organizationId: OrganizationId,
  credentialId: CredentialId,
  days: Pick<EventFilters, "from" | "to">,
): Promise<readonly UsagePerson[]> {
  const conditions = [
    Prisma.sql`"organizationId" = ${organizationId}::uuid`,
    Prisma.sql`"targetId" = ${credentialId}::uuid AND "targetType" = 'credential'`,
    Prisma.sql`"action" = ANY(${tokenActions}::text[])`,
    ...inPeriod(organizationId, days),
  ];
  const rows = await getDb().$queryRaw`
    SELECT
      "actorType" AS "type",
      (array_agg("actorName" ORDER BY "seq" DESC))[1] AS "name",
      count(*)::float8 AS "asked",
      (count(*) FILTER (WHERE "outcome" = 'succeeded'))::float8 AS "succeeded",
      (count(*) FILTER (WHERE "outcome" = 'failed'))::float8 AS "failed",
      max("occurredAt") AS "lastAt"
    FROM "AuditEvent"
    WHERE ${Prisma.join(conditions, " AND ")}
    GROUP BY "actorType", "actorId"
    ORDER BY count(*) DESC, "lastAt" DESC`;
  return peopleSchema.parse(rows).map(({ type, name, lastAt, ...counts }) => ({
    name: type === "user" ? name : nameActor({ type: type === "system" ? "system" : "anonymous" }),
    ...counts,
    lastAt: lastAt.toISOString(),
  }));
}
