import type { TryFailure } from "./retry";

/** Whether a failed act surely changed nothing at Adobe, or may have. */
export type Effect = "none" | "unknown";

export interface EffectWatch {
  /** To be called before the first byte of each request leaves. */
  readonly noteSending: () => void;
  /** To be called with the end of each try that failed. */
  readonly noteFailure: (failure: TryFailure) => void;
  readonly read: () => Effect;
}

/**
 * Follows the tries of one act. A request that left may have been carried out, whatever became of
 * its answer; only a 4xx takes that back, since it is the server's word that it did nothing.
 */
export function createEffectWatch(): EffectWatch {
  let undecided = 0;
  return {
    noteSending: () => {
      undecided += 1;
    },
    noteFailure: ({ status }) => {
      if (status !== undefined && status >= 400 && status < 500) undecided -= 1;
    },
    read: () => (undecided === 0 ? "none" : "unknown"),
  };
}
