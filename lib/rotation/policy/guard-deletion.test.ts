import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardDeletion } from "./guard-deletion";

const good = {
  listed: ["old", "new"],
  targetId: "old",
  tokenSecretId: "new",
  stayingId: "new",
  toldIds: ["old"],
};

test("a secret that we were told to delete goes when another one stays", () => {
  expect(guardDeletion(good)).toEqual({ ok: true, value: null });
});

describe("nothing is deleted", () => {
  test.each<[string, Partial<typeof good>, string]>([
    ["that we neither added nor were told to delete", { toldIds: ["new"] }, "not_told"],
    ["with the token it minted itself", { tokenSecretId: "old" }, "own_token"],
    ["that is to stay", { stayingId: "old" }, "own_token"],
    ["that is the last one", { listed: ["old"] }, "last_one"],
    ["that is the last one, listed twice", { listed: ["old", "old"] }, "last_one"],
    ["while the one that stays is missing", { listed: ["old", "third"] }, "staying_missing"],
    ["that is gone already", { listed: ["new", "third"] }, "absent"],
    ["when nothing is listed", { listed: [] }, "staying_missing"],
  ])("%s", (_, change, refusal) => {
    expect(guardDeletion({ ...good, ...change })).toEqual({ ok: false, failure: refusal });
  });
});

test("whatever is listed, only a told one goes, and the one that stays is there", () => {
  const id = fc.constantFrom("a", "b", "c");
  const facts = fc.record({
    listed: fc.array(id, { maxLength: 4 }),
    targetId: id,
    tokenSecretId: id,
    stayingId: id,
    toldIds: fc.array(id, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(facts, ({ listed, targetId, tokenSecretId, stayingId, toldIds }) => {
      if (!guardDeletion({ listed, targetId, tokenSecretId, stayingId, toldIds }).ok) return;
      expect(toldIds).toContain(targetId);
      expect(targetId).not.toBe(tokenSecretId);
      expect(listed.filter((one) => one !== targetId)).toContain(stayingId);
    }),
    { numRuns: 2000 },
  );
});
