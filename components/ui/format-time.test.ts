import { expect, test } from "vitest";
import { describeDistance, formatMoment } from "./format-time";

const now = Date.UTC(2026, 10, 22, 14, 5, 9);
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, "just now"],
  [-59 * second, "just now"],
  [-minute, "1 min ago"],
  [-59 * minute - 59 * second, "59 min ago"],
  [-hour, "1 h ago"],
  [-23 * hour - 59 * minute, "23 h ago"],
  [-day, "1 day ago"],
  [-6 * day, "6 days ago"],
  [30 * second, "in less than a minute"],
  [12 * minute, "in 12 min"],
  [24 * hour - minute, "in 23 h 59 min"],
  [24 * hour, "in 24 h"],
  [3 * day, "in 3 days"],
])("a time %i ms from now reads %s", (distance, words) => {
  expect(describeDistance(now + distance, now)).toBe(words);
});

test("from a week on, a past time has no distance in words", () => {
  expect(describeDistance(now - 7 * day, now)).toBeUndefined();
});

test("a time in UTC says so, and a bare date does not", () => {
  const at = new Date(now);
  expect(formatMoment(at, "second", "UTC")).toBe("22 Nov 2026, 14:05:09 UTC");
  expect(formatMoment(at, "clock", "UTC")).toBe("14:05 UTC");
  expect(formatMoment(at, "date", "UTC")).toBe("22 Nov 2026");
});
