import { expect, test } from "vitest";
import { isUnderWay, rotationStates } from "@/lib/rotation/policy/rotation-state";
import { describeTrouble } from "./describe-trouble";
import type { SlotView } from "./rotation-view";

const slot: SlotView = {
  adobeSecretId: "ab".repeat(16),
  createdAt: "2026-11-20T10:04:00.000Z",
  lastUsedAt: null,
  grantType: null,
  isOwnUse: false,
  fingerprint: null,
  role: "unknown",
};
const facts = { mode: "api", standing: "attention", finding: null, found: [], slots: [] } as const;

test.each(rotationStates.filter(isUnderWay))(
  "%s in doubt offers to find out before anything else",
  (state) => {
    const trouble = describeTrouble({ ...facts, state });
    expect(trouble?.offers).toEqual(["find_out"]);
  },
);

test.each(rotationStates)("%s has no trouble while somebody acts", (state) => {
  expect(describeTrouble({ ...facts, state, standing: "acting", slots: [slot, slot] })).toBeNull();
});

test("one new secret can be adopted or deleted, and is shown", () => {
  const trouble = describeTrouble({ ...facts, state: "creating", finding: "one_new", found: [slot] });
  expect(trouble?.offers).toEqual(["adopt", "delete_unknown"]);
  expect(trouble?.secrets).toEqual([slot]);
});

test("what is not clear is never offered for adoption", () => {
  const trouble = describeTrouble({ ...facts, state: "creating", finding: "unclear", found: [slot, slot] });
  expect(trouble?.offers).toEqual(["find_out", "delete_unknown"]);
});

test("a person chooses which secret is the stored one, and nothing can be deleted before", () => {
  const trouble = describeTrouble({ ...facts, state: "binding", finding: "not_bound", found: [slot, slot] });
  expect(trouble?.offers).toEqual(["find_out", "choose"]);
});

test("both slots full is a choice before the addition, by API only", () => {
  const full = { ...facts, state: "planned", standing: "waiting", slots: [slot, slot] } as const;
  expect(describeTrouble(full)?.offers).toEqual(["delete_unknown"]);
  expect(describeTrouble({ ...full, mode: "manual" })).toBeNull();
  expect(describeTrouble({ ...full, slots: [slot] })).toBeNull();
});
