import { expect, test } from "vitest";
import { drawBars, stack } from "./draw-bars";

const frame = { max: 10, heightPx: 100 };

test("parts of a bar stand on each other from the bottom", () => {
  expect(drawBars([[4, 0, 6]], 3, frame)).toEqual(["M47 100V60h6V100z", "", "M47 60V0h6V60z"]);
});

test("each day has its own slot, and a day without events draws nothing", () => {
  const [path] = drawBars([[10], [0], [5]], 1, frame);
  expect(path).toBe("M41 100V0h18V100zM241 100V50h18V100z");
});

test("one failure among a million events is still seen", () => {
  const [many, one] = stack([999_999, 1], 1_000_000, 100);
  expect(one).toBeGreaterThan(1);
  expect((many ?? 0) + (one ?? 0)).toBeLessThanOrEqual(100);
});
