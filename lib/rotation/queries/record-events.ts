import { parseEvent } from "@/lib/audit/parse-event";
import { describeEvent, type EventDescription, unreadableEvent } from "@/lib/audit/words/describe-event";
import { getDb } from "@/lib/db/client";
import { escapeLike } from "@/lib/db/escape-like";
import type { OrganizationId } from "@/lib/ids";

/** One event as the printable record of a rotation shows it. */
export interface RecordedEvent {
  readonly id: string;
  /** Its number in the organization's log. */
  readonly seq: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly description: EventDescription;
  /** Hex of SHA-256 over what was signed. */
  readonly hash: string;
}

/**
 * Every event of one rotation, oldest first; none for a rotation that is not of this organization and
 * credential. One that was changed and still names the rotation is listed as unreadable.
 */
export async function listRotationEvents(
  organizationId: OrganizationId,
  credentialId: string,
  rotationId: string,
): Promise<RecordedEvent[]> {
  // The canonical text writes it in one way only, and quotes inside of names are escaped there.
  const payload = { contains: escapeLike(`"rotationId":"${rotationId}"`) };
  const where = { organizationId, targetId: credentialId, payload };
  const start = await getDb().auditEvent.findFirst({
    where: { ...where, action: "rotation.started" },
    orderBy: { seq: "asc" },
    select: { seq: true },
  });
  // From there on along the index, however long the credential's history before it is.
  const rows = await getDb().auditEvent.findMany({
    where: { ...where, seq: { gte: start?.seq ?? 1n } },
    orderBy: { seq: "asc" },
    select: { id: true, seq: true, occurredAt: true, payload: true, hash: true },
  });
  return rows.map(({ id, seq, occurredAt, payload: text, hash }) => {
    const parsed = parseEvent({ payload: text });
    return {
      id,
      seq: String(seq),
      at: (parsed.ok ? parsed.value.occurredAt : occurredAt).toISOString(),
      description: parsed.ok ? describeEvent(parsed.value) : unreadableEvent,
      hash: Buffer.from(hash).toString("hex"),
    };
  });
}
