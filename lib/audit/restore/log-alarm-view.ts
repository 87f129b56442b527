/** A log that is older than its receipts, until an owner acknowledges it. */
export interface LogAlarmView {
  /** ISO 8601, UTC. */
  readonly foundAt: string;
  /** The newest event that a receipt tells of and the log does not have. */
  readonly receiptSeq: number;
  /** Up to here the log and its receipts agree. */
  readonly keptSeq: number;
  /** The newest event when it was found. */
  readonly lastSeq: number;
  /** It is not the organization's own log, but the one of what belongs to no organization. */
  readonly isOfInstance: boolean;
}
