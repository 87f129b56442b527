import { expect, test } from "vitest";
import { drawTable, type Row } from "./table";

const row: Row = {
  what: "token test",
  unit: "ms",
  ours: { median: 110, p95: 131.3 },
  reference: "bare fetch",
  theirs: { median: 100, p95: 102.2 },
};

const cellsOf = (drawn: string): readonly string[] =>
  (drawn.split("\n").at(-1) ?? "").split("|").map((cell) => cell.trim());

test("a figure stands beside its reference, with the ratio and what lies between", () => {
  expect(cellsOf(drawTable([row])).slice(1, -1)).toEqual([
    ...["token test", "ms", "110", "131", "bare fetch", "100", "102", "1.10×", "+10 ms, p95 +29.1 ms"],
  ]);
});

test("an aim is met up to its bound and missed beyond it", () => {
  const aimOf = (aim: Row["aim"]) => cellsOf(drawTable([{ ...row, ...(aim && { aim }) }])).at(-2);
  expect(aimOf({ of: "ratio", bound: 1.1, better: "lower" })).toBe("≤ 1.1×: met");
  expect(aimOf({ of: "ratio", bound: 1.09, better: "lower" })).toBe("≤ 1.09×: missed");
  expect(aimOf({ of: "median", bound: 110, better: "higher" })).toBe("≥ 110 ms: met");
  expect(aimOf({ of: "median", bound: 1_000, better: "higher" })).toBe("≥ 1,000 ms: missed");
});

test("all lines of a table are of one width", () => {
  const lines = drawTable([row, { ...row, what: "a much longer name of what is measured" }]).split("\n");
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});
