import { expect, test } from "vitest";
import { enter, spreadOf, takeTurns } from "./measure";

const never = new AbortController().signal;

test("the median and p95 are figures that were measured, counted from the better end", () => {
  const figures = Array.from({ length: 20 }, (_, index) => index + 1);
  expect(spreadOf(figures, "lower")).toEqual({ median: 10, p95: 19 });
  expect(spreadOf(figures, "higher")).toEqual({ median: 11, p95: 2 });
  expect(spreadOf([7], "lower")).toEqual({ median: 7, p95: 7 });
});

test("contestants take turns at beginning, and warm-up rounds do not count", async () => {
  const order: string[] = [];
  let round = 0;
  const contestant = (name: string) =>
    enter(async () => {
      order.push(name);
      round += 1;
      return round;
    });
  const one = contestant("one");
  const other = contestant("other");
  await takeTurns([one, other], { rounds: 2, warmUpRounds: 1 }, never);
  expect(order).toEqual(["one", "other", "other", "one", "one", "other"]);
  expect(one.figures).toEqual([4, 5]);
  expect(other.figures).toEqual([3, 6]);
});

test("a run that is stopped begins no further round", async () => {
  const controller = new AbortController();
  let rounds = 0;
  const contestant = enter(async () => {
    rounds += 1;
    controller.abort();
    return rounds;
  });
  await expect(
    takeTurns([contestant, contestant], { rounds: 9, warmUpRounds: 0 }, controller.signal),
  ).rejects.toThrow();
  expect(rounds).toBe(1);
});
