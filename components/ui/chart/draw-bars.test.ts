import { expect, test } from "vitest";
import { drawBars, stack } from "./draw-bars";

const frame = { max: 10, heightPx: 100 };

test("parts of a bar stand on each other from the bottom", () => {
  expect(drawBars([[4, 0, 6]], 3, frame)).toEqual(["M0.47 100V60h0.06V100z", "", "M0.47 60V0h0.06V60z"]);
});

test("each day has its own slot, and a day without events draws nothing", () => {
  const [path] = drawBars([[10], [0], [5]], 1, frame);
  expect(path).toBe("M0.41 100V0h0.18V100zM2.41 100V50h0.18V100z");
});

test("one failure among a million events is still seen", () => {
  const [many, one] = stack([999_999, 1], 1_000_000, 100);
  expect(one).toBeGreaterThan(1);
  expect((many ?? 0) + (one ?? 0)).toBeLessThanOrEqual(100);
});
