import { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import { type EventFilters, periodOf } from "./event-filters";

/**
 * What the filters ask of a row of "AuditEvent", names apart (`event-page-query.ts`), so that each filter and
 * each pair of them is one stretch of an index, read from its end.
 *
 * Every value that is looked for stands in a subquery. The planner then cannot judge it by how frequent it
 * was when it last looked, which is wrong for whatever happened only long ago or only since, and it picks the
 * index with the most columns.
 */
export function conditionsOf(organizationId: OrganizationId, filters: EventFilters): readonly Prisma.Sql[] {
  const { action, credential, actor, outcome, before } = filters;
  return [
    Prisma.sql`"organizationId" = ${organizationId}::uuid`,
    ...(action === undefined ? [] : [Prisma.sql`"action" = (SELECT ${action}::text)`]),
    ...(outcome === undefined ? [] : [Prisma.sql`"outcome" = (SELECT ${outcome}::text)`]),
    ...(credential === undefined
      ? []
      : [Prisma.sql`"targetId" = (SELECT ${credential}::uuid) AND "targetType" = 'credential'`]),
    ...(actor === undefined ? [] : [isActor(actor)]),
    ...(before === undefined ? [] : [Prisma.sql`"seq" < (SELECT ${before}::bigint)`]),
    ...inPeriod(organizationId, filters),
  ];
}

/** Who is no person has an index of its own. */
function isActor(actor: NonNullable<EventFilters["actor"]>): Prisma.Sql {
  return actor === "anonymous" || actor === "system"
    ? Prisma.sql`"actorId" IS NULL AND "actorType" = (SELECT ${actor}::text)`
    : Prisma.sql`"actorId" = (SELECT ${actor}::uuid)`;
}

/**
 * The days asked for. Numbers rise with time but for differing clocks, so days are a stretch of numbers, which
 * is the end of every index; the time itself decides within it, wrapped so that the planner does not guess.
 */
export function inPeriod(
  organizationId: OrganizationId,
  filters: Pick<EventFilters, "from" | "to">,
): readonly Prisma.Sql[] {
  const { from, to } = filters;
  const { gte, lt } = periodOf(filters);
  const days = Prisma.join(
    [
      Prisma.sql`"organizationId" = ${organizationId}::uuid`,
      ...(from === undefined ? [] : [Prisma.sql`"day" >= ${from}::date`]),
      ...(to === undefined ? [] : [Prisma.sql`"day" <= ${to}::date`]),
    ],
    " AND ",
  );
  const isSince = Prisma.sql`COALESCE("occurredAt" >= ${gte}, FALSE)`;
  const isUntil = Prisma.sql`COALESCE("occurredAt" < ${lt}, FALSE)`;
  return [
    ...(from === undefined
      ? []
      : [Prisma.sql`"seq" >= (SELECT min("firstSeq") FROM "AuditDay" WHERE ${days})`, isSince]),
    ...(to === undefined
      ? []
      : [Prisma.sql`"seq" <= (SELECT max("lastSeq") FROM "AuditDay" WHERE ${days})`, isUntil]),
  ];
}
