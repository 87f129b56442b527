import type { Timing } from "./timing";

export interface FakeTiming extends Timing {
  /** The waits that were asked for, in milliseconds. */
  readonly waits: readonly number[];
  readonly advance: (ms: number) => void;
}

/** Time that passes only when it is told to; a sleep takes no real time. */
export function makeFakeTiming({
  now = new Date("2026-03-01T12:00:00Z"),
  random = 0.5,
  onSleep = () => {},
}: {
  readonly now?: Date;
  readonly random?: number;
  readonly onSleep?: () => void;
} = {}): FakeTiming {
  const waits: number[] = [];
  let passedMs = 0;
  return {
    waits,
    advance: (ms) => {
      passedMs += ms;
    },
    clock: { now: () => new Date(now.getTime() + passedMs) },
    elapsedMs: () => passedMs,
    sleep: async (ms) => {
      waits.push(ms);
      passedMs += ms;
      onSleep();
    },
    random: () => random,
  };
}
