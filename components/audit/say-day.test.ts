import { expect, test } from "vitest";
import { sayDay } from "./say-day";

test("a day is said with what there was, and with the times that were taken", () => {
  const labels = ["Asked for", "Succeeded", "Failed"];
  const day = { day: "2026-11-22", counts: [1_200, 0, 1], p50Ms: 210, p95Ms: 1_480 };
  expect(sayDay(day, labels)).toBe("22 Nov 2026: 1,200 asked for, 1 failed; p50 210 ms, p95 1.5 s");
  expect(sayDay({ ...day, p50Ms: null, p95Ms: null }, labels)).toBe("22 Nov 2026: 1,200 asked for, 1 failed");
});
