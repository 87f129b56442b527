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
  readonly id: Prisma.Sql;
  readonly name: Prisma.Sql;
  readonly isWanted: Prisma.Sql;
}

const targetColumns: Columns = {
  id: Prisma.sql`"targetId"`,
  name: Prisma.sql`"targetName"`,
  isWanted: Prisma.sql`"targetType" = 'credential'`,
};

const actorColumns: Columns = {
  id: Prisma.sql`"actorId"`,
  name: Prisma.sql`"actorName"`,
  isWanted: Prisma.sql`"actorType" = 'user'`,
};

/**
 * Hops from id to id along the index instead of reading every event. The newest event of an id tells
 * its name and what it is.
 */
async function listDistinct(
  organizationId: OrganizationId,
  { id, name, isWanted }: Columns,
): Promise<readonly FilterOption[]> {
  const rows = await getDb().$queryRaw`
    WITH RECURSIVE ids AS (
      (SELECT ${id} AS id FROM "AuditEvent"
        WHERE "organizationId" = ${organizationId}::uuid AND ${id} IS NOT NULL
        ORDER BY ${id} DESC LIMIT 1)
      UNION ALL
      SELECT (SELECT ${id} FROM "AuditEvent"
        WHERE "organizationId" = ${organizationId}::uuid AND ${id} < ids.id
        ORDER BY ${id} DESC LIMIT 1)
      FROM ids WHERE ids.id IS NOT NULL
    )
    SELECT ids.id::text AS id, newest.name
    FROM ids CROSS JOIN LATERAL (
      SELECT ${name} AS name, ${isWanted} AS "isWanted" FROM "AuditEvent"
      WHERE "organizationId" = ${organizationId}::uuid AND ${id} = ids.id
      ORDER BY "seq" DESC LIMIT 1
    ) newest
    WHERE newest."isWanted"
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
