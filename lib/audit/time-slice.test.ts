import { expect, test } from "vitest";
import { createTimeSlice } from "./time-slice";

test("a slice is over after its time, and a rest lets others have their turn and begins the next", async () => {
  let now = 100;
  let turns = 0;
  const slice = createTimeSlice(10, () => now);
  now = 109;
  expect(slice.isOver()).toBe(false);
  now = 110;
  expect(slice.isOver()).toBe(true);
  setImmediate(() => {
    turns += 1;
    now = 150;
  });
  await slice.rest();
  expect(turns).toBe(1);
  now = 159;
  expect(slice.isOver()).toBe(false);
  now = 160;
  expect(slice.isOver()).toBe(true);
});
