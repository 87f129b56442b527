import { expect, test } from "vitest";
import { judgeUnlock } from "@/lib/rotation/policy/judge-unlock";
import { describeUnlock } from "./describe-unlock";

const hourMs = 3_600_000;
const now = new Date("2026-11-20T12:00:00.000Z");
const ago = (hours: number) => new Date(now.getTime() - hours * hourMs);
const oldCreatedAt = ago(24 * 30);

function judge(uses: readonly { hoursAgo: number; isOurs: boolean }[], changed = {}) {
  const old = uses.map(({ hoursAgo, isOurs }) => ({
    lastUsedAt: ago(hoursAgo),
    isOurs,
    checkedAt: now,
    secretCreatedAt: oldCreatedAt,
  }));
  const facts = { mode: "api", isEmergency: false, quietHours: 24, oldCreatedAt, now, ...changed } as const;
  const unlock = judgeUnlock({ ...facts, promotedAt: ago(1), consumers: [], old, fresh: [] });
  return describeUnlock({ ...facts, unlock });
}

function quietWords(view: ReturnType<typeof judge>): string | undefined {
  return view.conditions.find(({ id }) => id === "quiet")?.words;
}

test("what our own use hides is never called unused", () => {
  const view = judge([{ hoursAgo: 2, isOurs: true }]);
  expect(quietWords(view)).toBe(
    "No use by others is known. What was before 2026-11-20 10:00 UTC is hidden by Latchkey's own request",
  );
  expect(view.hiddenBefore).toBe(ago(2).toISOString());
});

test("a use by others that was seen earlier is named beside what is hidden since", () => {
  const view = judge([
    { hoursAgo: 48, isOurs: false },
    { hoursAgo: 2, isOurs: true },
  ]);
  expect(quietWords(view)).toContain("No use by others is known after 2026-11-18 12:00 UTC");
});

test("once the whole quiet time was seen, our own use hides nothing of it", () => {
  const view = judge([{ hoursAgo: 30, isOurs: true }]);
  expect(quietWords(view)).toBe("The old secret has been unused for 24 hours");
  expect(view.hiddenBefore).toBeNull();
});

test("a recent use by others is told with how far the quiet time is", () => {
  const view = judge([{ hoursAgo: 6, isOurs: false }]);
  expect(quietWords(view)).toBe("The old secret has not been unused for 24 hours");
  expect(view).toMatchObject({ isUnlocked: false, quietPercent: 25, isOldEverUsed: true });
});

test("an emergency says that it does not wait", () => {
  expect(quietWords(judge([{ hoursAgo: 1, isOurs: false }], { isEmergency: true }))).toBe(
    "An emergency does not wait for the quiet time",
  );
});
