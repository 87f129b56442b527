/** What happened on each day of a range, as far as the filters let it through. */
export interface EventChart {
  /** First day, UTC, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day. */
  readonly to: string;
  /** Every day of the range, oldest first, those without events too. */
  readonly days: readonly ChartDay[];
  /** Filters that the chart does not follow. */
  readonly leavesOut: readonly ("actor" | "q")[];
}

export interface ChartDay {
  readonly day: string;
  readonly requested: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly denied: number;
  /** Half of the token tests were answered within so many milliseconds; null where there was none. */
  readonly p50Ms: number | null;
  /** 95 of 100 were. */
  readonly p95Ms: number | null;
}
