import { expect, test } from "vitest";
import { aim, drawLines } from "./line";

test("a line says what was measured, beside what, and whether every aim is met", () => {
  const lines = [
    {
      measure: "append",
      result: "1,012 per s",
      reference: "1,100 per s, bare",
      ratio: 0.92,
      aims: [aim(1_012, "higher", 1_000, " per s"), aim(0.92, "higher", 0.8, "×")],
    },
    { measure: "page", result: "60 ms", reference: "", aims: [aim(60, "lower", 50, " ms")] },
    { measure: "options", result: "5 ms", reference: "" },
  ];
  expect(
    drawLines(lines)
      .split("\n")
      .slice(2)
      .map((line) => line.split("|").map((cell) => cell.trim())),
  ).toEqual([
    ["", "append", "1,012 per s", "1,100 per s, bare", "0.92×", "≥ 1,000 per s, ≥ 0.8×", "yes", ""],
    ["", "page", "60 ms", "", "", "≤ 50 ms", "no", ""],
    ["", "options", "5 ms", "", "", "", "", ""],
  ]);
});
