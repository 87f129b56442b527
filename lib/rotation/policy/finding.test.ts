import { describe, expect, test } from "vitest";
import type { AdobeSecret } from "@/lib/adobe/read-console-answer";
import { findingSchema, judgeFinding } from "./finding";

const old = "1".repeat(32);
const fresh = "2".repeat(32);
const other = "3".repeat(32);
const addRequestedAt = new Date("2026-11-22T10:00:00.000Z");

/** Created so many seconds after the request. */
function listed(adobeSecretId: string, seconds = 1, isUsed = false): AdobeSecret {
  const createdAt = new Date(addRequestedAt.getTime() + seconds * 1000);
  return {
    adobeSecretId,
    createdAt,
    lastUse: isUsed ? { at: createdAt, grantType: "client_credentials" } : null,
  };
}

function judge(list: readonly AdobeSecret[], snapshotIds: readonly string[] = [old]) {
  return judgeFinding({ snapshotIds, listed: list, addRequestedAt });
}

test("the list of before means that nothing was made", () => {
  expect(judge([listed(old)])).toEqual({ kind: "nothing_new", adobeSecretIds: [] });
  expect(judge([listed(other), listed(old)], [old, other])).toEqual({
    kind: "nothing_new",
    adobeSecretIds: [],
  });
});

describe("one new, unused, made while the request was out", () => {
  test.each([-300, 0, 25, 325])("%i seconds after it was sent", (seconds) => {
    expect(judge([listed(old), listed(fresh, seconds)])).toEqual({
      kind: "one_new",
      adobeSecretIds: [fresh],
    });
  });
});

describe("a person decides", () => {
  test.each([-300.001, 325.001, 86_400])("over one made %i seconds after the request", (seconds) => {
    expect(judge([listed(old), listed(fresh, seconds)])).toEqual({
      kind: "unclear",
      adobeSecretIds: [fresh],
    });
  });
  test("over one that somebody has used", () => {
    expect(judge([listed(old), listed(fresh, 1, true)])).toEqual({
      kind: "unclear",
      adobeSecretIds: [fresh],
    });
  });
  test("over two new ones", () => {
    expect(judge([listed(old), listed(fresh), listed(other)])).toEqual({
      kind: "unclear",
      adobeSecretIds: [fresh, other],
    });
  });
  test("when one of before is gone, and over everything that is there", () => {
    expect(judge([listed(fresh)])).toEqual({ kind: "unclear", adobeSecretIds: [fresh] });
    expect(judge([listed(old)], [old, other])).toEqual({ kind: "unclear", adobeSecretIds: [old] });
    expect(judge([])).toEqual({ kind: "unclear", adobeSecretIds: [] });
  });
});

test("a dated finding is kept as it is, and nothing else is", () => {
  const finding = { ...judge([listed(old), listed(fresh)]), at: addRequestedAt.toISOString() };
  expect(findingSchema.parse(finding)).toEqual(finding);
  expect(findingSchema.safeParse({ ...finding, more: 1 }).success).toBe(false);
  expect(findingSchema.safeParse({ ...finding, adobeSecretIds: ["../1"] }).success).toBe(false);
  expect(findingSchema.safeParse({ ...finding, kind: "two_new" }).success).toBe(false);
});
