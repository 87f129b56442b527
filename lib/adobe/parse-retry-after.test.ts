import { expect, test } from "vitest";
import { parseRetryAfter } from "./parse-retry-after";

const now = new Date("2026-03-01T12:00:00Z");

test.each([
  ["0", 0],
  [" 7 ", 7],
  ["120", 120],
  ["999999999999", 86_400],
  ["Sun, 01 Mar 2026 12:00:09 GMT", 9],
  ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
  ["Fri, 01 Mar 2999 12:00:00 GMT", 86_400],
])("reads %j as %d seconds", (value, seconds) => {
  expect(parseRetryAfter(value, now)).toBe(seconds);
});

test.each([
  undefined,
  "",
  "-1",
  "1.5",
  "1e3",
  "soon",
  "2026-03-01T12:00:09Z",
  "Sun, 99 Xyz 2026 12:00:09 GMT",
  "9".repeat(400),
])("ignores %j", (value) => {
  expect(parseRetryAfter(value, now)).toBeUndefined();
});
