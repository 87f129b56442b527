import { expect, test } from "vitest";
import { type Evidence, findForeignUse, findHiddenBefore } from "./evidence";

function at(hour: number): Date {
  return new Date(Date.UTC(2026, 10, 22, hour));
}

function check(used: number | null, isOurs = false, checked = 20): Evidence {
  return {
    lastUsedAt: used === null ? null : at(used),
    isOurs,
    checkedAt: at(checked),
    secretCreatedAt: at(0),
  };
}

test("a secret that nobody used has no foreign use", () => {
  expect(findForeignUse([])).toBeNull();
  expect(findForeignUse([check(null), check(null)])).toBeNull();
});

test("our own uses are no evidence: the last earlier value stands", () => {
  expect(findForeignUse([check(3, false, 4), check(6, true, 7)])).toEqual(at(3));
  expect(findForeignUse([check(6, true)])).toBeNull();
});

test("the newest foreign use counts, in whatever order the checks come", () => {
  expect(findForeignUse([check(9), check(5), check(7), check(null)])).toEqual(at(9));
});

test("a use of ours hides what came before it", () => {
  expect(findHiddenBefore([check(6, true), check(8, true)])).toEqual(at(8));
  expect(findHiddenBefore([check(3), check(6, true)])).toEqual(at(6));
});

test("a foreign use after ours hides nothing", () => {
  expect(findHiddenBefore([check(6, true), check(7)])).toBeNull();
  expect(findHiddenBefore([check(null)])).toBeNull();
  expect(findHiddenBefore([])).toBeNull();
});
