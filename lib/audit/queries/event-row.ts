import type { EventDescription } from "@/lib/audit/words/describe-event";
import type { EventId } from "@/lib/ids";

/** One line of the log. */
export interface EventRow {
  readonly id: EventId;
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  /** Client address; null where the act had none. */
  readonly address: string | null;
  readonly description: EventDescription;
}
