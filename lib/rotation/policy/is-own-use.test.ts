import { expect, test } from "vitest";
import { isOwnUse } from "./is-own-use";

const sentAt = new Date("2026-03-01T12:00:30.000Z");
const at = (ms: number) => new Date(sentAt.getTime() + ms);
const grant = (answeredAt: Date | null) => [{ sentAt, answeredAt }];

test.each([
  [-2_001, false],
  [-2_000, true],
  [2_000, true],
  [2_001, false],
])("a use %i ms from the sending of a grant of ours: %s", (ms, isOurs) => {
  expect(isOwnUse(at(ms), grant(null))).toBe(isOurs);
});

test("a use near a late answer is ours too", () => {
  expect(isOwnUse(at(9_000), grant(at(10_000)))).toBe(true);
  expect(isOwnUse(at(12_001), grant(at(10_000)))).toBe(false);
});

test("a time that was read to the minute is ours when a grant of ours lies in that minute", () => {
  const minute = new Date("2026-03-01T12:00:00.000Z");
  expect(isOwnUse(minute, grant(null))).toBe(false);
  expect(isOwnUse(minute, grant(null), { precisionMs: 60_000 })).toBe(true);
  expect(isOwnUse(new Date("2026-03-01T12:01:00.000Z"), grant(null), { precisionMs: 60_000 })).toBe(false);
  expect(isOwnUse(new Date("2026-03-01T11:59:00.000Z"), grant(null), { precisionMs: 60_000 })).toBe(false);
});

test("between a late answer and its sending a use is ours where doubt makes it ours, and only there", () => {
  expect(isOwnUse(at(5_000), grant(at(10_000)))).toBe(false);
  expect(isOwnUse(at(5_000), grant(at(10_000)), { isWhole: true })).toBe(true);
  expect(isOwnUse(at(12_001), grant(at(10_000)), { isWhole: true })).toBe(false);
  expect(isOwnUse(at(-2_001), grant(at(10_000)), { isWhole: true })).toBe(false);
});

test("a grant whose answer nobody saw may have been used for as long as an act lasts", () => {
  expect(isOwnUse(at(42_000), grant(null), { isWhole: true })).toBe(true);
  expect(isOwnUse(at(42_001), grant(null), { isWhole: true })).toBe(false);
});

test("without a grant of ours no use is ours", () => {
  expect(isOwnUse(sentAt, [])).toBe(false);
});
