import { expect, test } from "vitest";
import { type EvidenceRow, type KnownSecret, viewFound, viewSlots, viewUses } from "./view-evidence";

const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const old: KnownSecret = { id: "old", adobeSecretId: "a", state: "current", fingerprint: "0a1b2c3d" };
const fresh: KnownSecret = { id: "new", adobeSecretId: "b", state: "pending", fingerprint: "4e5f6a7b" };

function row(secretKey: string, usedOn: number | null, checkedOn: number, isOurs = false): EvidenceRow {
  return {
    secretKey,
    secretCreatedAt: day(1),
    lastUsedAt: usedOn === null ? null : day(usedOn),
    grantType: null,
    isOurs,
    checkedAt: day(checkedOn),
    source: "adobe",
  };
}

test("a use that several checks saw is one, told by the first of them", () => {
  const uses = viewUses([row("a", 3, 6), row("a", 3, 5), row("b", 4, 6), row("a", null, 4)], { old, fresh });
  expect(uses.map(({ which, at }) => [which, at])).toEqual([
    ["old", day(3).toISOString()],
    ["new", day(4).toISOString()],
  ]);
  expect(uses[0]?.checkedAt).toBe(day(5).toISOString());
});

test("uses that a person typed belong to the same secret as those that Adobe told", () => {
  const typed: EvidenceRow = { ...row("old", 3, 5), source: "typed" };
  expect(viewUses([typed], { old, fresh: null })).toMatchObject([{ which: "old", source: "typed" }]);
});

test("a use of a secret that is neither is left out", () => {
  expect(viewUses([row("c", 3, 5)], { old, fresh })).toEqual([]);
});

test("slots are those of the newest list, and what was deleted since is gone", () => {
  const rows = [row("z", 2, 4), row("a", 3, 5), row("c", 3, 5), row("d", 3, 5)];
  const deleted: KnownSecret = { id: "gone", adobeSecretId: "d", state: "deleted", fingerprint: "8c9d0e1f" };
  expect(viewSlots(rows, [old, deleted], []).map(({ adobeSecretId, role }) => [adobeSecretId, role])).toEqual(
    [
      ["a", "current"],
      ["c", "unknown"],
    ],
  );
  expect(viewSlots(rows, [old, deleted], ["c"])).toHaveLength(1);
  expect(viewSlots([], [old], [])).toEqual([]);
});

test("a found secret is told as it was seen last", () => {
  const [slot] = viewFound([row("c", 3, 6), row("c", 2, 5)], [], ["c", "never-seen"]);
  expect(slot).toMatchObject({ adobeSecretId: "c", lastUsedAt: day(3).toISOString(), role: "unknown" });
});
