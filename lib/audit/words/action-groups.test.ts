import { expect, test } from "vitest";
import { actionGroups } from "./action-groups";
import { actionNames } from "./event-words";

test("every action can be chosen, in one group only", () => {
  const offered = actionGroups.flatMap((group) => group.options.map((option) => option.value));
  expect(offered.toSorted()).toEqual(Object.keys(actionNames).toSorted());
});

test("a group is in the order of its names, and none is empty", () => {
  for (const { label, options } of actionGroups) {
    const names = options.map((option) => option.label);
    expect(names, label).not.toEqual([]);
    expect(names, label).toEqual(names.toSorted((one, other) => one.localeCompare(other, "en")));
  }
});
