import type { JobView } from "@/lib/jobs/job-view";

/** How the verification of a log stands. */
export interface LogVerificationView {
  /** The newest one; null where nobody has asked for any. */
  readonly job: JobView | null;
  /** What the last finished one came to; null where none has. */
  readonly answer: LogAnswer | null;
}

export interface LogAnswer {
  /** The event that says so. */
  readonly eventId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: string;
  readonly kind: "intact" | "tampered" | "cannot_tell";
  /** Number of the newest event when it began. */
  readonly lastSeq: number;
  readonly receiptSeq: number | null;
  /** Number of the first event: 1, or what follows those that are in an archive. Of an intact log alone. */
  readonly firstSeq: number;
  /** How many events have receipts that do not count: of a log that was given up by an acknowledged restore. */
  readonly receiptsGivenUp: number;
  /** The first bad event, and what is wrong with it as a clause. */
  readonly finding: { readonly seq: number; readonly clause: string } | null;
}
