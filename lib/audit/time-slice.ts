import { setImmediate as nextTurn } from "node:timers/promises";

/** Keeps long work from holding up everything else that the process does. */
export interface TimeSlice {
  /** Whether it is time to rest. */
  isOver(): boolean;
  /** Lets everything else have its turn. */
  rest(): Promise<void>;
}

/** @param sliceMs how long the work may go on without a rest; a step of it comes on top. */
export function createTimeSlice(sliceMs = 10, nowMs: () => number = () => performance.now()): TimeSlice {
  let endsMs = nowMs() + sliceMs;
  return {
    isOver: () => nowMs() >= endsMs,
    rest: async () => {
      await nextTurn();
      endsMs = nowMs() + sliceMs;
    },
  };
}
