import { expect, test } from "vitest";
import { typedTimeInput } from "./typed-time-input";

test.each(["2026-01-31T23:59", "2026-01-31 23:59", " 2026-01-31T23:59 "])(
  "a time to the minute is UTC",
  (text) => {
    expect(typedTimeInput.parse(text)).toEqual(new Date("2026-01-31T23:59:00Z"));
  },
);

test("an empty field means never used", () => {
  expect(typedTimeInput.parse(" ")).toBeNull();
});

test("a time to come is refused, this very minute is not", () => {
  const now = new Date().toISOString().slice(0, 16);
  expect(typedTimeInput.safeParse(now).success).toBe(true);
  const soon = new Date(Date.now() + 120_000).toISOString().slice(0, 16);
  expect(typedTimeInput.safeParse(soon).error?.issues[0]?.message).toContain("still to come");
});

test.each([
  "yesterday",
  "2026-02-30T10:00",
  "2026-13-01T10:00",
  "2026-01-31T24:01",
  "2026-01-31",
  "1999-01-01T00:00",
])("%s is no time, and the sentence ends", (text) => {
  expect(typedTimeInput.safeParse(text).error?.issues[0]?.message).toMatch(/\.$/);
});
