import { describe, expect, test } from "vitest";
import { barWidth, pickTicks, roundUp } from "./scale";

describe("the end of an axis", () => {
  test.each([
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 4],
    [7, 8],
    [9, 10],
    [10, 10],
    [11, 20],
    [73, 80],
    [99, 100],
    [100, 100],
    [4_321, 6_000],
    [1_000_001, 2_000_000],
  ])("above %d is %d", (max, end) => {
    expect(roundUp(max)).toBe(end);
  });

  test("is never below what is drawn, and its half is whole", () => {
    for (let max = 0; max < 3_000; max += 1) {
      const end = roundUp(max);
      expect(end).toBeGreaterThanOrEqual(max);
      expect(Number.isInteger(end / 2)).toBe(true);
    }
  });
});

describe("labels under the axis", () => {
  test.each([1, 2, 5, 6, 7, 30, 90, 399, 400])(
    "of %d days are five at most, the last day among them",
    (count) => {
      const ticks = pickTicks(count, 5);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.at(-1)?.index).toBe(count - 1);
      expect(new Set(ticks.map(({ index }) => index)).size).toBe(ticks.length);
      for (const { index, percent } of ticks) {
        expect(index).toBeGreaterThanOrEqual(0);
        expect(percent).toBeGreaterThan(0);
        expect(percent).toBeLessThan(100);
      }
    },
  );

  test("of one day stands in the middle, of the last of many it leans inwards", () => {
    expect(pickTicks(1, 5)).toEqual([{ index: 0, percent: 50, anchor: "middle" }]);
    expect(pickTicks(90, 5).at(-1)?.anchor).toBe("end");
  });

  test("of no day are none", () => {
    expect(pickTicks(0, 5)).toEqual([]);
  });
});

test("few bars are slim, many have gaps, very many touch", () => {
  expect([1, 7, 30, 90, 400].map(barWidth)).toEqual([6, 42, 72, 72, 100]);
});
