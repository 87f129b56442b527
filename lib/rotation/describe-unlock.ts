import type { Unlock, UnlockCondition } from "./judge-unlock";
import type { RotationMode } from "./rotation-state";
import type { UnlockView } from "./rotation-view";

interface UnlockWords {
  readonly unlock: Unlock;
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  readonly quietHours: number;
  readonly oldCreatedAt: Date;
}

/** Puts in words what the deletion of the old secret waits for. */
export function describeUnlock(facts: UnlockWords): UnlockView {
  const { unlock, oldCreatedAt } = facts;
  return {
    isUnlocked: unlock.isUnlocked,
    conditions: unlock.conditions.map((condition) => ({ ...condition, words: say(condition, facts) })),
    quietPercent: unlock.quietPercent,
    quietUntil: unlock.quietUntil?.toISOString() ?? null,
    quietSince: (unlock.lastForeignUseOfOld ?? oldCreatedAt).toISOString(),
    isOldEverUsed: unlock.lastForeignUseOfOld !== null,
    hiddenBefore: unlock.hiddenBefore?.toISOString() ?? null,
    newHiddenBefore: unlock.newHiddenBefore?.toISOString() ?? null,
  };
}

function say({ id, isMet }: UnlockCondition, { mode, isEmergency, quietHours }: UnlockWords): string {
  switch (id) {
    case "checked":
      return isMet
        ? "The last use was checked after the promotion"
        : "The last use has not been checked since the promotion";
    case "used_by_others":
      if (isMet) return "Somebody other than Latchkey has used the new secret since the promotion";
      return mode === "manual"
        ? "No use of the new secret since the promotion has been entered"
        : "Nobody but Latchkey has used the new secret since the promotion";
    case "quiet":
      if (isEmergency) return "An emergency does not wait for the quiet time";
      return isMet
        ? `The old secret has been unused for ${quietHours} hours`
        : `The old secret has not been unused for ${quietHours} hours`;
    case "consumers":
      return isMet ? "Every consumer has confirmed" : "Not every consumer has confirmed";
  }
}
