import { z } from "zod";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import type { EventFilters } from "./event-filters";
import type { FilterOption, FilterOptions } from "./filter-options";

/** More than this nobody picks from a list; the search field finds the rest. */
const maxOptions = 200;

const optionsSchema = z.array(z.object({ id: z.string(), name: z.string() }));

/**
 * Credentials and people that occur in the log, by name, 200 of each at most: those whose ids are
 * newest, and always the ones filtered by.
 */
export async function listFilterOptions(
  organizationId: OrganizationId,
  selected: EventFilters = {},
): Promise<FilterOptions> {
  const actor = selected.actor === "anonymous" || selected.actor === "system" ? undefined : selected.actor;
  const [credentials, actors] = await Promise.all([
    listDistinct(organizationId, targetColumns),
    listDistinct(organizationId, actorColumns),
  ]);
  return {
    credentials: await withSelected(organizationId, targetColumns, credentials, selected.credential),
    actors: await withSelected(organizationId, actorColumns, actors, actor),
  };
}

interface Columns {
  readonly side: "actor" | "target";
  readonly type: string;
  readonly id: Prisma.Sql;
  readonly name: Prisma.Sql;
  readonly isWanted: Prisma.Sql;
}

const targetColumns: Columns = {
  side: "target",
  type: "credential",
  id: Prisma.sql`"targetId"`,
  name: Prisma.sql`"targetName"`,
  isWanted: Prisma.sql`"targetType" = 'credential'`,
};

const actorColumns: Columns = {
  side: "actor",
  type: "user",
  id: Prisma.sql`"actorId"`,
  name: Prisma.sql`"actorName"`,
  isWanted: Prisma.sql`"actorType" = 'user'`,
};

/** The ids come from the table of names, which is short; the newest event of each tells its name. */
async function listDistinct(
  organizationId: OrganizationId,
  { side, type, id, name }: Columns,
): Promise<readonly FilterOption[]> {
  const rows = await getDb().$queryRaw`
    SELECT "known"."subjectId"::text AS "id", "newest"."name"
    FROM (
      SELECT DISTINCT "subjectId" FROM "AuditName"
      WHERE "organizationId" = ${organizationId}::uuid AND "side" = ${side} AND "type" = ${type}
      ORDER BY "subjectId" DESC
    ) AS "known"
    CROSS JOIN LATERAL (
      SELECT ${name} AS "name" FROM "AuditEvent"
      WHERE "organizationId" = ${organizationId}::uuid AND ${id} = "known"."subjectId"
      ORDER BY "seq" DESC LIMIT 1
    ) AS "newest"
    ORDER BY "known"."subjectId" DESC
    LIMIT ${maxOptions}`;
  return optionsSchema.parse(rows).sort((one, other) => one.name.localeCompare(other.name, "en"));
}

async function withSelected(
  organizationId: OrganizationId,
  { id, name, isWanted }: Columns,
  options: readonly FilterOption[],
  selected: string | undefined,
): Promise<readonly FilterOption[]> {
  if (selected === undefined || options.some((option) => option.id === selected)) return options;
  const rows = await getDb().$queryRaw`
    SELECT ${id}::text AS id, ${name} AS name FROM "AuditEvent"
    WHERE "organizationId" = ${organizationId}::uuid AND ${id} = ${selected}::uuid AND ${isWanted}
    ORDER BY "seq" DESC LIMIT 1`;
  return [...optionsSchema.parse(rows), ...options];
}
