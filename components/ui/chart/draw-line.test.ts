import { expect, test } from "vitest";
import { drawLine } from "./draw-line";

const frame = { max: 200, heightPx: 50 };

test("a line breaks where nothing was measured", () => {
  expect(drawLine([100, 200, null, 0, 50], frame).line).toBe("M50 25L150 0M350 50L450 37.5");
});

test("a value without neighbours is a dot", () => {
  const values = Array.from({ length: 40 }, (_, index) => (index === 20 ? 100 : null));
  expect(drawLine(values, frame)).toEqual({ line: "", dots: "M2050 25h0" });
});

test("every value of a month has its dot, and of a longer time the line is enough", () => {
  const dotsOf = (count: number) =>
    drawLine(
      Array.from({ length: count }, () => 100),
      frame,
    ).dots;
  expect(dotsOf(30).split("h0")).toHaveLength(31);
  expect(dotsOf(90)).toBe("");
});

test("nothing measured draws nothing", () => {
  expect(drawLine([null, null], frame)).toEqual({ line: "", dots: "" });
});
