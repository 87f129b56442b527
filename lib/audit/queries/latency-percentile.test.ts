import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LatencyCount, latencyPercentile } from "./latency-percentile";

/** The rule of the migrations, said once more. */
function bucketOf(durationMs: number): number {
  return Math.min(64, Math.max(1, Math.ceil(4 * Math.log2(Math.max(durationMs, 1)))));
}

function countTimes(times: readonly number[]): LatencyCount[] {
  return times.map((time) => ({ bucket: bucketOf(time), count: 1 }));
}

test("no time is known where nothing was timed", () => {
  expect(latencyPercentile([], 0.5)).toBeNull();
  expect(latencyPercentile([{ bucket: 0, count: 12 }], 0.5)).toBeNull();
  expect(latencyPercentile([{ bucket: 20, count: 0 }], 0.95)).toBeNull();
});

describe("a percentile is a time of the bucket that the true one is in", () => {
  test.each([0.5, 0.95, 1])("%d", (share) => {
    const times = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(times, (all) => {
        const exact = all.toSorted((one, other) => one - other)[Math.ceil(all.length * share) - 1] ?? 0;
        const told = latencyPercentile(countTimes(all), share) ?? -1;
        expect(Number.isInteger(told)).toBe(true);
        expect(bucketOf(told)).toBe(bucketOf(exact));
      }),
    );
  });
});

test("the same time many times is that time's bucket, and half never takes longer than nearly all", () => {
  expect(latencyPercentile([{ bucket: bucketOf(1), count: 5 }], 0.5)).toBe(1);
  expect(latencyPercentile([{ bucket: bucketOf(3), count: 5 }], 0.95)).toBe(3);
  const twice = [
    { bucket: 30, count: 4 },
    { bucket: 30, count: 5 },
    { bucket: 0, count: 1_000 },
  ];
  const half = latencyPercentile(twice, 0.5) ?? 0;
  expect(latencyPercentile(twice, 0.95) ?? 0).toBeGreaterThanOrEqual(half);
});
