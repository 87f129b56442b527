import { type EventId, eventIdSchema, type OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { EventActor, EventDraft } from "./event";
import { type EventPayload, readPayload } from "./event-payload";

/** One event as it was signed, typed by its action. */
export type RecordedEvent = EventDraft & {
  readonly id: EventId;
  readonly organizationId: OrganizationId;
  readonly seq: number;
  readonly occurredAt: Date;
  readonly actor: EventActor;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly kid: string;
};

/** Reads an event from its signed text. The searching columns of the row are not believed. */
export function parseEvent(row: { readonly payload: string }): Result<RecordedEvent, "unreadable"> {
  const read = readPayload(row.payload);
  return read.ok ? succeed(toEvent(read.value)) : fail("unreadable");
}

function toEvent({ v, prev, ts, ...payload }: EventPayload): RecordedEvent {
  return { ...payload, id: eventIdSchema.parse(payload.id), occurredAt: new Date(ts) };
}
