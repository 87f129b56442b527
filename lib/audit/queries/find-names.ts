import { z } from "zod";
import { getDb } from "@/lib/db/client";
import { escapeLike } from "@/lib/db/escape-like";
import type { OrganizationId } from "@/lib/ids";
import type { EventFilters } from "./event-filters";

/** One name that one actor or target has had, and between which numbers. */
export interface KnownName {
  readonly side: "actor" | "target";
  /** As the event's actorType or targetType. */
  readonly type: string;
  readonly subjectId: string;
  readonly name: string;
  readonly firstSeq: bigint;
  readonly untilSeq: bigint;
}

const namesSchema = z.array(
  z.object({
    side: z.enum(["actor", "target"]),
    type: z.string(),
    subjectId: z.string(),
    name: z.string(),
    firstSeq: z.bigint(),
    untilSeq: z.bigint(),
  }),
);

/** So many stretches of an index are looked into without being felt. */
const maxNames = 2_000;

/**
 * The names that hold the text and that an event which the other filters let through can have. Null where
 * they are too many: then they are all over the log.
 */
export async function findNames(
  organizationId: OrganizationId,
  { q = "", actor, credential, before }: EventFilters,
  limit = maxNames,
): Promise<readonly KnownName[] | null> {
  const rows = await getDb().$queryRaw`
    SELECT "side", "type", "subjectId"::text AS "subjectId", "name", "firstSeq", "untilSeq"
    FROM "AuditName"
    WHERE "organizationId" = ${organizationId}::uuid AND "name" ILIKE ${`%${escapeLike(q)}%`}
    LIMIT ${limit + 1}`;
  const names = namesSchema.parse(rows);
  if (names.length > limit) return null;
  const isKind = actor === "anonymous" || actor === "system";
  return names.filter(({ side, type, subjectId, firstSeq }) => {
    if (before !== undefined && firstSeq >= before) return false;
    if (side === "actor") return !isKind && (actor === undefined || subjectId === actor);
    return credential === undefined || (type === "credential" && subjectId === credential);
  });
}
