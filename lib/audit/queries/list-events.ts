import { parseEvent } from "@/lib/audit/parse-event";
import { describeEvent, unreadableEvent } from "@/lib/audit/words/describe-event";
import { getDb } from "@/lib/db/client";
import { escapeLike } from "@/lib/db/escape-like";
import type { Prisma } from "@/lib/db/generated/client";
import { eventIdSchema, type OrganizationId } from "@/lib/ids";
import { type EventFilters, periodOf } from "./event-filters";
import type { EventRow } from "./event-row";

export const pageSize = 50;

export interface EventPage {
  /** Newest first. */
  readonly events: readonly EventRow[];
  /** Pass as `before` to get the next page; null on the last. */
  readonly nextBefore: bigint | null;
}

/**
 * One page of an organization's events. Pages are cut by number, so that events which arrive while
 * somebody reads neither repeat nor hide a line.
 */
export async function listEvents(
  organizationId: OrganizationId,
  filters: EventFilters,
  limit = pageSize,
): Promise<EventPage> {
  const rows = await getDb().auditEvent.findMany({
    where: { organizationId, ...matching(filters) },
    orderBy: { seq: "desc" },
    take: limit + 1,
    select: { id: true, seq: true, occurredAt: true, payload: true },
  });
  const shown = rows.slice(0, limit);
  return {
    events: shown.map(toEventRow),
    nextBefore: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

/** The rows that the filters let through; the organization is the caller's. */
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

function toEventRow(row: {
  readonly id: string;
  readonly seq: bigint;
  readonly occurredAt: Date;
  readonly payload: string;
}): EventRow {
  const id = eventIdSchema.parse(row.id);
  const seq = Number(row.seq);
  const parsed = parseEvent(row);
  if (!parsed.ok) {
    const occurredAt = row.occurredAt.toISOString();
    return { id, seq, occurredAt, address: null, description: unreadableEvent };
  }
  const { address } = parsed.value;
  const occurredAt = parsed.value.occurredAt.toISOString();
  return { id, seq, occurredAt, address, description: describeEvent(parsed.value) };
}
