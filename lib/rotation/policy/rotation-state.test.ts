import { describe, expect, test } from "vitest";
import {
  isOver,
  isUnderWay,
  type RotationState,
  type RotationStep,
  rotationModes,
  rotationStates,
  rotationSteps,
  type Standing,
  takeStep,
} from "./rotation-state";

type Route = readonly [from: RotationState, to: RotationState, when?: Partial<Standing>];

/** Every way there is. What is not here may not be taken. */
const routes: Readonly<Record<RotationStep, readonly Route[]>> = {
  bound: [["binding", "planned"]],
  bind_refused: [["binding", "cancelled"]],
  bind_unclear: [
    ["binding", "binding"],
    ["planned", "binding"],
  ],
  add_requested: [["planned", "creating", { mode: "api" }]],
  added: [["creating", "created"]],
  add_refused: [["creating", "planned"]],
  add_unclear: [["creating", "creating"]],
  pasted: [
    ["planned", "created", { mode: "manual" }],
    ["created", "created", { mode: "manual" }],
  ],
  adopted: [["creating", "created", { isRemovalUnclear: false }]],
  remove_requested: [
    ["planned", "removing", { mode: "api" }],
    ["creating", "removing", { mode: "api" }],
  ],
  removed: [["removing", "planned"]],
  found_nothing_new: [["creating", "planned"]],
  found_still_there: [
    ["removing", "creating", { isAddUnclear: true }],
    ["removing", "planned", { isAddUnclear: false }],
    ["cancelling", "verified", { isVerified: true, isRemovalUnclear: false }],
    ["cancelling", "created", { isVerified: true, isRemovalUnclear: true }],
    ["cancelling", "created", { isVerified: false }],
    ["deleting", "promoted"],
  ],
  verified: [
    ["created", "verified", { isRemovalUnclear: false }],
    ["verified", "verified", { isRemovalUnclear: false }],
  ],
  promoted: [["verified", "promoted", { isRemovalUnclear: false }]],
  delete_requested: [["promoted", "deleting"]],
  deleted: [["deleting", "done"]],
  cancel_requested: [
    ["created", "cancelling", { mode: "api" }],
    ["verified", "cancelling", { mode: "api" }],
  ],
  new_deleted: [["cancelling", "cancelled"]],
  put_back: [["promoted", "cancelled", { isRemovalUnclear: false }]],
  closed: [
    ["binding", "cancelled"],
    ["planned", "cancelled"],
    ["creating", "cancelled"],
    ["cancelling", "cancelled"],
    ["removing", "cancelled"],
    ["created", "cancelled", { mode: "manual" }],
    ["verified", "cancelled", { mode: "manual" }],
  ],
};

const either = [false, true] as const;
const standings: readonly Standing[] = rotationStates.flatMap((state) =>
  rotationModes.flatMap((mode) =>
    either.flatMap((isAddUnclear) =>
      either.flatMap((isRemovalUnclear) =>
        either.map((isVerified) => ({ state, mode, isAddUnclear, isRemovalUnclear, isVerified })),
      ),
    ),
  ),
);

function lookUp(standing: Standing, step: RotationStep): RotationState | null {
  const fits = ([from, , when]: Route) =>
    from === standing.state && Object.entries({ ...standing, ...when }).every(isSame(standing));
  const [found, ...others] = routes[step].filter(fits);
  expect(others).toEqual([]);
  return found?.[1] ?? null;
}

function isSame(standing: Standing): (entry: [string, unknown]) => boolean {
  const known = new Map<string, unknown>(Object.entries(standing));
  return ([key, value]) => known.get(key) === value;
}

describe("a step leads where the table says, and from nowhere else", () => {
  test.each(rotationSteps.map((step) => ({ step })))("$step", ({ step }) => {
    for (const standing of standings) {
      expect({ ...standing, to: takeStep(standing, step) }).toEqual({
        ...standing,
        to: lookUp(standing, step),
      });
    }
  });
});

test("what is over stays over", () => {
  for (const standing of standings.filter(({ state }) => isOver(state))) {
    for (const step of rotationSteps) expect(takeStep(standing, step)).toBeNull();
  }
});

test("no state is a dead end: from each the rotation can still end", () => {
  for (const standing of standings.filter(
    ({ state, isRemovalUnclear }) => !isOver(state) && !isRemovalUnclear,
  )) {
    const reached = new Set<RotationState>([standing.state]);
    for (const state of reached) {
      for (const step of rotationSteps) {
        const next = takeStep({ ...standing, state }, step);
        if (next !== null) reached.add(next);
      }
    }
    expect([...reached].some(isOver), JSON.stringify(standing)).toBe(true);
  }
});

test("something is under way at Adobe exactly in the states named in progress", () => {
  expect(rotationStates.filter(isUnderWay)).toEqual([
    "binding",
    "creating",
    "deleting",
    "cancelling",
    "removing",
  ]);
});
