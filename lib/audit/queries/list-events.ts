import { z } from "zod";
import { getDb } from "@/lib/db/client";
import { escapeLike } from "@/lib/db/escape-like";
import type { Prisma } from "@/lib/db/generated/client";
import type { OrganizationId } from "@/lib/ids";
import { type EventFilters, periodOf } from "./event-filters";
import { selectPage } from "./event-page-query";
import type { EventRow } from "./event-row";
import { findNames } from "./find-names";
import { toEventRow } from "./to-event-row";

export const pageSize = 50;

export interface EventPage {
  /** Newest first. */
  readonly events: readonly EventRow[];
  /** Pass as `before` to get the next page; null on the last. */
  readonly nextBefore: bigint | null;
}

const rowsSchema = z.array(
  z.object({ id: z.string(), seq: z.bigint(), occurredAt: z.date(), payload: z.string() }),
);

/**
 * One page of an organization's events. Pages are cut by number, so that events which arrive while
 * somebody reads neither repeat nor hide a line.
 */
export async function listEvents(
  organizationId: OrganizationId,
  filters: EventFilters,
  limit = pageSize,
): Promise<EventPage> {
  const names = filters.q === undefined ? [] : await findNames(organizationId, filters);
  if (filters.q !== undefined && names?.length === 0) return { events: [], nextBefore: null };
  const query = selectPage(organizationId, filters, names, limit + 1);
  const rows = rowsSchema.parse(await getDb().$queryRaw(query));
  const shown = rows.slice(0, limit);
  return {
    events: shown.map(toEventRow),
    nextBefore: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

/** The same rows for whoever reads the whole log; the organization is the caller's. */
export function matching(filters: EventFilters): Prisma.AuditEventWhereInput {
  const { action, credential, actor, outcome, q, before } = filters;
  const isKindOfActor = actor === "anonymous" || actor === "system";
  return {
    ...(before === undefined ? {} : { seq: { lt: before } }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(credential === undefined ? {} : { targetType: "credential", targetId: credential }),
    ...(actor === undefined ? {} : isKindOfActor ? { actorType: actor } : { actorId: actor }),
    ...(q === undefined ? {} : { OR: [{ actorName: containing(q) }, { targetName: containing(q) }] }),
    occurredAt: periodOf(filters),
  };
}

function containing(text: string): Prisma.StringFilter<"AuditEvent"> {
  return { contains: escapeLike(text), mode: "insensitive" };
}
