/** One choice of a filter. */
export interface FilterOption {
  readonly id: string;
  /** The name in the newest event. */
  readonly name: string;
}

/** What the filters of the log offer. */
export interface FilterOptions {
  readonly credentials: readonly FilterOption[];
  /** People; acts of nobody in particular and of Latchkey itself are chosen by kind. */
  readonly actors: readonly FilterOption[];
}
