import { expect, test } from "vitest";
import { placeUses } from "./place-uses";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour)).toISOString();
const use = { which: "old", isOurs: false, checkedAt: at(10), source: "adobe" } as const;
const unlock = {
  isUnlocked: false,
  conditions: [],
  quietPercent: 0,
  quietUntil: null,
  quietSince: at(8),
  isOldEverUsed: true,
  hiddenBefore: null,
  newHiddenBefore: null,
};
const rotation = { uses: [], unlock, startedAt: at(0), promotedAt: null, endedAt: null };

test("uses stand between the ends of the line, in their order", () => {
  const { dots, isCut } = placeUses(
    { ...rotation, uses: [3, 6, 10].map((h) => ({ ...use, at: at(h) })) },
    at(10),
  );
  const places = dots.map(({ percent }) => percent);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places.at(-1)).toBe(100);
  expect(isCut).toBe(false);
});

test("a use from long before the start is left to the table", () => {
  const { dots, isCut } = placeUses({ ...rotation, uses: [{ ...use, at: at(-24 * 30) }] }, at(10));
  expect(dots).toEqual([]);
  expect(isCut).toBe(true);
});

test("the quiet time is drawn from the promotion on, with its length in words", () => {
  expect(placeUses(rotation, at(10)).quiet).toBeNull();
  const { quiet } = placeUses({ ...rotation, promotedAt: at(9) }, at(10));
  expect(quiet).toMatchObject({ to: 100, label: "quiet for 2 h" });
});

test("what our own use hides is not drawn as quiet", () => {
  const hiding = { ...unlock, hiddenBefore: at(9) };
  const { quiet } = placeUses({ ...rotation, unlock: hiding, promotedAt: at(9) }, at(10));
  expect(quiet?.label).toBe("quiet for 1 h");
});
