import { expect, test } from "vitest";
import { newOrganizationId, newUserId } from "@/lib/ids";
import { draftMerged, type MergedEvent, mergedKey, mergedUserId, parseMergedKey } from "./merged-event";

const [chain, userId] = [newOrganizationId(), newUserId()];
const unknown = "0123456789abcdef0123456789abcdef";
const events: readonly MergedEvent[] = [
  { action: "session.refused", chain, account: userId },
  { action: "session.throttled", chain: "instance", account: unknown },
  { action: "session.step_up_refused", chain, userId },
  { action: "access.denied", chain, userId, attempted: "credential.delete", reason: "role" },
  {
    action: "access.denied",
    chain: "instance",
    userId: null,
    attempted: "session.sign_in",
    reason: "foreign_origin",
  },
];

test("a key says again what it was made for, so that a count is never lost", () => {
  for (const event of events) expect(parseMergedKey(mergedKey(event))).toEqual(event);
  expect(new Set(events.map(mergedKey)).size).toBe(events.length);
});

test("a key fits its column, however long the name of the act", () => {
  const longest = { ...events[3], attempted: "x".repeat(500) } as MergedEvent;
  expect(mergedKey(longest).length).toBeLessThanOrEqual(200);
  expect(parseMergedKey(mergedKey(longest))).not.toBeNull();
});

test("keys of other uses are not read as events", () => {
  for (const key of [
    "sign-in:abc",
    "merged:",
    "merged:session.refused|x|y",
    "merged:user.created|instance|-",
  ]) {
    expect(parseMergedKey(key)).toBeNull();
  }
});

test("whoever failed to sign in is not said to be the user", () => {
  const user = { id: userId, name: "Ana" };
  const event = { action: "session.refused", chain, account: userId } as const;
  expect(mergedUserId(event)).toBe(userId);
  expect(draftMerged(event, 3, user)).toMatchObject({
    actor: { type: "anonymous" },
    draft: { target: { id: userId }, detail: { count: 3, accountKnown: true } },
  });
  expect(mergedUserId({ ...event, account: unknown })).toBeNull();
});
