import { expect, test } from "vitest";
import { describeWait } from "./describe-wait";

test.each([
  [0, "1 second"],
  [0.2, "1 second"],
  [1, "1 second"],
  [12, "12 seconds"],
  [119, "119 seconds"],
  [120, "2 minutes"],
  [121, "3 minutes"],
  [7_199, "120 minutes"],
  [7_200, "2 hours"],
  [86_400, "24 hours"],
])("%d seconds are %s", (seconds, words) => {
  expect(describeWait(seconds)).toBe(words);
});
