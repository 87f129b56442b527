import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { type Clock, systemClock } from "@/lib/clock";

/** Time and chance, passed in so that tests neither wait nor guess. */
export interface Timing {
  /** The time of day, for expiry and dates. */
  readonly clock: Clock;
  /** Milliseconds of a counter that never jumps, for durations and budgets. */
  readonly elapsedMs: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** At least 0, less than 1. */
  readonly random: () => number;
}

export const systemTiming: Timing = {
  clock: systemClock,
  elapsedMs: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch {
      // Aborted: the caller looks at its signal.
    }
  },
  random: Math.random,
};
