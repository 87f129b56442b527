import { parseEvent } from "@/lib/audit/parse-event";
import { describeEvent, unreadableEvent } from "@/lib/audit/words/describe-event";
import { eventIdSchema } from "@/lib/ids";
import type { EventRow } from "./event-row";

/** What of a stored event the table shows: what was signed, not the columns, as far as it can be read. */
export function toEventRow(row: {
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
