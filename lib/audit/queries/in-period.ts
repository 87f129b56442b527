import { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import { type EventFilters, periodOf } from "./event-filters";

/**
 * The condition of a time range on "AuditEvent", as a list of conditions; none where no end is given.
 *
 * Numbers rise with time but for differing clocks, so the days asked for are a stretch of numbers, which
 * every index ends with; the time itself decides within it. The bounds are subqueries and the time is
 * wrapped: the planner then does not guess how few rows there are, and goes along the index.
 */
export function inPeriod(
  organizationId: OrganizationId,
  filters: Pick<EventFilters, "from" | "to">,
): readonly Prisma.Sql[] {
  const { gte, lt } = periodOf(filters);
  if (gte === undefined && lt === undefined) return [];
  const { from, to } = filters;
  const days = Prisma.join(
    [
      Prisma.sql`"organizationId" = ${organizationId}::uuid`,
      ...(from === undefined ? [] : [Prisma.sql`"day" >= ${from}::date`]),
      ...(to === undefined ? [] : [Prisma.sql`"day" <= ${to}::date`]),
    ],
    " AND ",
  );
  const times = [
    ...(gte === undefined ? [] : [Prisma.sql`"occurredAt" >= ${gte}`]),
    ...(lt === undefined ? [] : [Prisma.sql`"occurredAt" < ${lt}`]),
  ];
  return [
    Prisma.sql`"seq" >= (SELECT min("firstSeq") FROM "AuditDay" WHERE ${days})`,
    Prisma.sql`"seq" <= (SELECT max("lastSeq") FROM "AuditDay" WHERE ${days})`,
    Prisma.sql`COALESCE(${Prisma.join(times, " AND ")}, FALSE)`,
  ];
}
