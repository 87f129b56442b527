import { describe, expect, test } from "vitest";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import { judgeBinding } from "./judge-binding";

const one = "1".repeat(32);
const two = "2".repeat(32);

function listed(adobeSecretId: string, usedAtMs: number | null): AdobeSecret {
  return {
    adobeSecretId,
    createdAt: new Date(0),
    lastUse: usedAtMs === null ? null : { at: new Date(usedAtMs), grantType: "client_credentials" },
  };
}

describe("the one whose last use moved is bound", () => {
  test.each([
    [1000, 2000],
    [null, 2000],
  ])("from %s to %s", (before, after) => {
    expect(judgeBinding([listed(one, 5), listed(two, before)], [listed(two, after), listed(one, 5)])).toEqual(
      { kind: "bound", adobeSecretId: two },
    );
  });
});

test("a sole secret is bound, moved or not", () => {
  const bound = { kind: "bound", adobeSecretId: one };
  expect(judgeBinding([listed(one, null)], [listed(one, null)])).toEqual(bound);
  expect(judgeBinding([listed(one, 1)], [listed(one, 2)])).toEqual(bound);
});

test("of two that did not move, none is bound yet", () => {
  const list = [listed(one, 1), listed(two, null)];
  expect(judgeBinding(list, list)).toEqual({ kind: "not_moved" });
  expect(judgeBinding(list, [listed(one, 0), listed(two, null)])).toEqual({ kind: "not_moved" });
});

describe("a person decides", () => {
  test("when both moved", () => {
    expect(judgeBinding([listed(one, 1), listed(two, 1)], [listed(one, 2), listed(two, 2)])).toEqual({
      kind: "unclear",
    });
  });
  test.each<[string, AdobeSecret[], AdobeSecret[]]>([
    ["one came", [listed(one, 1)], [listed(one, 2), listed(two, null)]],
    ["one went", [listed(one, 1), listed(two, 1)], [listed(one, 2)]],
    ["one was exchanged", [listed(one, 1)], [listed(two, 2)]],
    ["nothing is listed", [], []],
    ["one is listed twice", [listed(one, 1), listed(two, 1)], [listed(one, 2), listed(one, 2)]],
  ])("when %s between the lists", (_, before, after) => {
    expect(judgeBinding(before, after)).toEqual({ kind: "unclear" });
  });
});
