import type { Clock } from "@/lib/clock";

/** How far long work is. */
export interface PruneProgress {
  readonly work: "archiving" | "removing";
  readonly done: bigint;
  readonly total: bigint;
}

/** What accompanies the pruning of a log. */
export interface PruneWatch {
  readonly clock: Clock;
  /** Stops the work between two pages or batches with what `throwIfAborted` throws. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each page or batch. */
  readonly onProgress?: ((progress: PruneProgress) => void) | undefined;
}
