import { expect, test } from "vitest";
import { listChartDays } from "./chart-days";

const now = new Date("2026-11-22T23:59:59.999Z");

function endsOf(filters: Parameters<typeof listChartDays>[0], usual?: number) {
  const days = listChartDays(filters, now, usual);
  return [days.at(0), days.at(-1), days.length];
}

test("nothing asked for is the last 30 days, today included", () => {
  expect(endsOf({})).toEqual(["2026-10-24", "2026-11-22", 30]);
  expect(endsOf({}, 7)).toEqual(["2026-11-16", "2026-11-22", 7]);
});

test("an open end is today, an open beginning 30 days", () => {
  expect(endsOf({ from: "2026-11-20" })).toEqual(["2026-11-20", "2026-11-22", 3]);
  expect(endsOf({ to: "2026-03-01" })).toEqual(["2026-01-31", "2026-03-01", 30]);
});

test("each day of the range is there once, leap days too", () => {
  expect(listChartDays({ from: "2028-02-27", to: "2028-03-01" }, now)).toEqual([
    "2028-02-27",
    "2028-02-28",
    "2028-02-29",
    "2028-03-01",
  ]);
});

test("a range that ends before it begins has no days", () => {
  expect(endsOf({ from: "2026-11-22", to: "2026-11-21" })).toEqual([undefined, undefined, 0]);
  expect(endsOf({ from: "2027-01-01" })).toEqual([undefined, undefined, 0]);
});

test("of a longer range than 400 days the newest are shown, not those to come", () => {
  expect(endsOf({ from: "1970-01-01" })).toEqual(["2025-10-19", "2026-11-22", 400]);
  expect(endsOf({ from: "1970-01-01", to: "2026-06-30" })).toEqual(["2025-05-27", "2026-06-30", 400]);
  expect(endsOf({ from: "2026-01-01", to: "9998-12-31" })).toEqual(["2026-01-01", "2027-02-04", 400]);
  expect(endsOf({ from: "1970-01-01", to: "9998-12-31" })).toEqual(["2025-10-19", "2026-11-22", 400]);
});
