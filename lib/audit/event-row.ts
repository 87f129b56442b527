import type { EventId } from "@/lib/ids";
import type { EventDescription } from "./describe-event";

/** One line of the log. */
export interface EventRow {
  readonly id: EventId;
  readonly seq: number;
  readonly occurredAt: Date;
  /** Client address; null where the act had none. */
  readonly address: string | null;
  readonly description: EventDescription;
}
