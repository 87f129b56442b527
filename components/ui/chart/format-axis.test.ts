import { expect, test } from "vitest";
import { formatCount, formatDay, formatMs } from "./format-axis";

test("days, counts and spans are short on an axis", () => {
  expect(formatDay("2026-11-02", "short")).toBe("2 Nov");
  expect(formatDay("2026-11-02", "month")).toBe("Nov 2026");
  expect(formatDay("2026-11-02", "full")).toBe("2 Nov 2026");
  expect([0, 40, 1_200, 20_000, 2_000_000].map(formatCount)).toEqual(["0", "40", "1.2K", "20K", "2M"]);
  expect([2, 200, 1_000, 1_500, 60_000].map(formatMs)).toEqual(["2 ms", "200 ms", "1 s", "1.5 s", "60 s"]);
});
