import { escapeLike } from "@/lib/db/escape-like";
import { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import { conditionsOf } from "./event-conditions";
import type { EventFilters } from "./event-filters";
import type { KnownName } from "./find-names";

/**
 * The newest `limit` events that the filters let through: id, seq, occurredAt and payload.
 * @param names those that hold the text looked for; null where they are too many to look for each
 */
export function selectPage(
  organizationId: OrganizationId,
  filters: EventFilters,
  names: readonly KnownName[] | null,
  limit: number,
): Prisma.Sql {
  const { q } = filters;
  const conditions = conditionsOf(organizationId, filters);
  if (q === undefined) return selectNewest(conditions, limit);
  if (names === null) return selectNewest([...conditions, isNamed(q)], limit);
  return selectNamed(organizationId, conditions, names, limit);
}

function selectNewest(conditions: readonly Prisma.Sql[], limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT "id", "seq", "occurredAt", "payload" FROM "AuditEvent"
    WHERE ${Prisma.join([...conditions], " AND ")}
    ORDER BY "seq" DESC LIMIT ${limit}`;
}

function isNamed(text: string): Prisma.Sql {
  const pattern = `%${escapeLike(text)}%`;
  return Prisma.sql`("actorName" ILIKE ${pattern} OR "targetName" ILIKE ${pattern})`;
}

const columnsOf = {
  actor: { type: Prisma.sql`"actorType"`, id: Prisma.sql`"actorId"`, name: Prisma.sql`"actorName"` },
  target: { type: Prisma.sql`"targetType"`, id: Prisma.sql`"targetId"`, name: Prisma.sql`"targetName"` },
} as const;

type Side = keyof typeof columnsOf;

/**
 * Each name is a stretch of an index, and the newest of all together are wanted. A few of each name say how
 * old the page can be at most; then only what is not older is read, and only of names that have it. An event
 * can be found by its actor and by its target, and is listed once.
 */
function selectNamed(
  organizationId: OrganizationId,
  conditions: readonly Prisma.Sql[],
  names: readonly KnownName[],
  limit: number,
): Prisma.Sql {
  const few = Math.min(limit, Math.ceil((3 * limit) / names.length));
  const isNewEnough = Prisma.sql`"seq" >= (SELECT "seq" FROM "oldest")`;
  const sides: readonly Side[] = ["actor", "target"];
  const early = sides.map((side) =>
    selectNumbers(side, listNames(names.filter((name) => name.side === side)), conditions, few),
  );
  const found = sides.map((side) => {
    const named = Prisma.sql`SELECT DISTINCT "type", "subjectId", "name", "firstSeq", "untilSeq" FROM "early" WHERE "side" = ${side} AND ${isNewEnough}`;
    return selectNumbers(side, named, [...conditions, isNewEnough], limit);
  });
  return Prisma.sql`
    WITH "early" AS MATERIALIZED (${Prisma.join(early, " UNION ALL ")}),
    "oldest" AS MATERIALIZED (
      SELECT COALESCE(min("seq"), 0) AS "seq" FROM (
        SELECT DISTINCT "seq" FROM "early" ORDER BY "seq" DESC OFFSET ${limit - 1} LIMIT 1
      ) AS "last"
    )
    SELECT "id", "seq", "occurredAt", "payload" FROM "AuditEvent"
    WHERE "organizationId" = ${organizationId}::uuid AND "seq" = ANY(ARRAY(
      SELECT DISTINCT "seq" FROM (${Prisma.join(found, " UNION ALL ")}) AS "found"
      ORDER BY "seq" DESC LIMIT ${limit}
    ))
    ORDER BY "seq" DESC`;
}

function listNames(names: readonly KnownName[]): Prisma.Sql {
  return Prisma.sql`SELECT * FROM unnest(
      ${names.map(({ type }) => type)}::text[],
      ${names.map(({ subjectId }) => subjectId)}::uuid[],
      ${names.map(({ name }) => name)}::text[],
      ${names.map(({ firstSeq }) => String(firstSeq))}::bigint[],
      ${names.map(({ untilSeq }) => String(untilSeq))}::bigint[]
    ) AS "known" ("type", "subjectId", "name", "firstSeq", "untilSeq")`;
}

/** The newest numbers of each name, `limit` of each at most. */
function selectNumbers(
  side: Side,
  names: Prisma.Sql,
  conditions: readonly Prisma.Sql[],
  limit: number,
): Prisma.Sql {
  const { type, id, name } = columnsOf[side];
  return Prisma.sql`
    SELECT ${side} AS "side", "sought".*, "event"."seq" FROM (${names}) AS "sought"
    CROSS JOIN LATERAL (
      SELECT "seq" FROM "AuditEvent"
      WHERE ${Prisma.join([...conditions], " AND ")}
        AND ${id} = "sought"."subjectId" AND ${type} = "sought"."type" AND ${name} = "sought"."name"
        AND "seq" BETWEEN "sought"."firstSeq" AND "sought"."untilSeq"
      ORDER BY "seq" DESC LIMIT ${limit}
    ) AS "event"`;
}
