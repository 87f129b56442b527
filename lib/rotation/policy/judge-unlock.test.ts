import { describe, expect, test } from "vitest";
import type { Evidence } from "./evidence";
import { judgeUnlock, type UnlockFacts } from "./judge-unlock";

const hourMs = 3_600_000;
const promotedAt = new Date("2026-11-20T12:00:30.000Z");

/** Hours after promotion. */
function atHour(hours: number): Date {
  return new Date(promotedAt.getTime() + hours * hourMs);
}

function check(used: Date | null, { isOurs = false, checkedAt = atHour(30) } = {}): Evidence {
  return { lastUsedAt: used, isOurs, checkedAt, secretCreatedAt: atHour(-500) };
}

/** Everything is met: used by others, quiet for 25 hours, one consumer and it is ticked. */
const met: UnlockFacts = {
  mode: "api",
  isEmergency: false,
  quietHours: 24,
  promotedAt,
  consumers: [{ isAcknowledged: true }],
  old: [check(atHour(5))],
  fresh: [check(atHour(6))],
  oldCreatedAt: atHour(-500),
  now: atHour(30),
};

function unmet(change: Partial<UnlockFacts>): readonly string[] {
  const { conditions, isUnlocked } = judgeUnlock({ ...met, ...change });
  const ids = conditions.filter(({ isMet }) => !isMet).map(({ id }) => id);
  expect(isUnlocked).toBe(ids.length === 0);
  return ids;
}

test("the old secret unlocks when every condition is met", () => {
  const unlock = judgeUnlock(met);
  expect(unlock.isUnlocked).toBe(true);
  expect(unlock.conditions.map(({ id }) => id)).toEqual(["checked", "used_by_others", "quiet", "consumers"]);
  expect(unlock.quietPercent).toBe(100);
});

describe("it stays locked", () => {
  test("before promotion", () => {
    expect(unmet({ promotedAt: null })).toEqual(["checked", "used_by_others"]);
  });
  test("until its last use was looked at after promotion", () => {
    expect(unmet({ old: [] })).toEqual(["checked"]);
    expect(unmet({ old: [check(atHour(-30), { checkedAt: atHour(-1) })] })).toEqual(["checked"]);
  });
  test("until somebody else has used the new one since promotion", () => {
    expect(unmet({ fresh: [] })).toEqual(["used_by_others"]);
    expect(unmet({ fresh: [check(null)] })).toEqual(["used_by_others"]);
    expect(unmet({ fresh: [check(atHour(6), { isOurs: true })] })).toEqual(["used_by_others"]);
    expect(unmet({ fresh: [check(atHour(-1))] })).toEqual(["used_by_others"]);
  });
  test("while somebody used it less than the quiet time ago", () => {
    expect(unmet({ old: [check(atHour(6.001))] })).toEqual(["quiet"]);
    expect(unmet({ quietHours: 48 })).toEqual(["quiet"]);
  });
  test("while a foreign use is newer, though one of ours followed it", () => {
    expect(unmet({ old: [check(atHour(10)), check(atHour(11), { isOurs: true })] })).toEqual(["quiet"]);
  });
  test("while a never used one is younger than the quiet time", () => {
    expect(unmet({ old: [check(null)], oldCreatedAt: atHour(7) })).toEqual(["quiet"]);
  });
  test("until every consumer is ticked", () => {
    const consumers = [{ isAcknowledged: true }, { isAcknowledged: false }];
    expect(unmet({ consumers })).toEqual(["consumers"]);
  });
});

test("the quiet time is met at the very millisecond, and not one before", () => {
  const old = [check(atHour(5))];
  expect(unmet({ old, now: atHour(29) })).toEqual([]);
  expect(unmet({ old, now: new Date(atHour(29).getTime() - 1) })).toEqual(["quiet"]);
});

test("without consumers nobody's use or tick is asked for", () => {
  const unlock = judgeUnlock({ ...met, consumers: [], fresh: [] });
  expect(unlock.conditions.map(({ id }) => id)).toEqual(["checked", "quiet"]);
  expect(unlock.isUnlocked).toBe(true);
});

test("an emergency skips the quiet time and nothing else", () => {
  expect(unmet({ isEmergency: true, old: [check(atHour(30))] })).toEqual([]);
  expect(unmet({ isEmergency: true, old: [], fresh: [], consumers: [{ isAcknowledged: false }] })).toEqual([
    "checked",
    "used_by_others",
    "consumers",
  ]);
  expect(judgeUnlock({ ...met, isEmergency: true })).toMatchObject({ quietUntil: null, quietPercent: 100 });
});

test("our own use of the old secret does not keep it locked, and is told", () => {
  const own = atHour(29);
  const unlock = judgeUnlock({ ...met, old: [check(atHour(5)), check(own, { isOurs: true })] });
  expect(unlock).toMatchObject({ isUnlocked: true, hiddenBefore: own, lastForeignUseOfOld: atHour(5) });
});

test("our own use of the new secret, which covers earlier ones, is told too", () => {
  const own = atHour(29);
  expect(judgeUnlock({ ...met, fresh: [check(own, { isOurs: true })] })).toMatchObject({
    isUnlocked: false,
    newHiddenBefore: own,
  });
});

test("it says how much of the quiet time has passed and when it ends", () => {
  const unlock = judgeUnlock({ ...met, now: atHour(11) });
  expect(unlock).toMatchObject({ quietPercent: 25, quietUntil: atHour(29) });
  expect(judgeUnlock({ ...met, now: new Date(atHour(29).getTime() - 1) }).quietPercent).toBe(99);
  expect(judgeUnlock({ ...met, now: atHour(4) }).quietPercent).toBe(0);
});

test("a use typed in the minute of promotion counts in manual mode only", () => {
  const fresh = [check(new Date("2026-11-20T12:00:00.000Z"))];
  expect(unmet({ fresh, mode: "manual" })).toEqual([]);
  expect(unmet({ fresh })).toEqual(["used_by_others"]);
  expect(unmet({ mode: "manual", fresh: [check(new Date("2026-11-20T11:59:00.000Z"))] })).toEqual([
    "used_by_others",
  ]);
});
