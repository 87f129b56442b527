import { parseEvent, type RecordedEvent } from "@/lib/audit/parse-event";
import { describeEvent, type EventDescription, unreadableEvent } from "@/lib/audit/words/describe-event";
import { getDb } from "@/lib/db/client";
import { type EventId, eventIdSchema, type OrganizationId } from "@/lib/ids";

/** One event with everything that was signed. */
interface EventDetails {
  readonly id: EventId;
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  readonly description: EventDescription;
  /** Null when the signed text cannot be read any more. */
  readonly event: RecordedEvent | null;
  /** The canonical text that was hashed. */
  readonly payload: string;
  /** Hex of SHA-256 over the payload. */
  readonly hash: string;
  /** Base64url of the Ed25519 signature over the hash. */
  readonly signature: string;
  /** Name of the key that signed. */
  readonly kid: string;
}

/** An event of this organization, or null. Another organization's event is not found. */
export async function findEvent(organizationId: OrganizationId, id: EventId): Promise<EventDetails | null> {
  const row = await getDb().auditEvent.findFirst({ where: { organizationId, id } });
  if (row === null) return null;
  const parsed = parseEvent(row);
  return {
    id: eventIdSchema.parse(row.id),
    seq: Number(row.seq),
    occurredAt: row.occurredAt.toISOString(),
    description: parsed.ok ? describeEvent(parsed.value) : unreadableEvent,
    event: parsed.ok ? parsed.value : null,
    payload: row.payload,
    hash: Buffer.from(row.hash).toString("hex"),
    signature: Buffer.from(row.signature).toString("base64url"),
    kid: row.kid,
  };
}
