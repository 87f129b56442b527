import type { Unlock, UnlockCondition } from "@/lib/rotation/policy/judge-unlock";
import type { RotationMode } from "@/lib/rotation/policy/rotation-state";
import type { ConditionView, UnlockView } from "./rotation-view";
import { showTime } from "./show-time";

const hourMs = 3_600_000;

interface UnlockWords {
  readonly unlock: Unlock;
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  readonly quietHours: number;
  readonly oldCreatedAt: Date;
  readonly now: Date;
}

/** Puts in words what the deletion of the old secret waits for, and claims nothing that nobody knows. */
export function describeUnlock(facts: UnlockWords): UnlockView {
  const { unlock, oldCreatedAt } = facts;
  const conditions = unlock.conditions.map((condition) => ({ ...condition, words: say(condition, facts) }));
  return {
    isUnlocked: unlock.isUnlocked,
    conditions: unlock.isUnlocked && conditions.length === 0 ? [gone] : conditions,
    quietPercent: unlock.quietPercent,
    quietUntil: unlock.quietUntil?.toISOString() ?? null,
    quietSince: (unlock.lastForeignUseOfOld ?? oldCreatedAt).toISOString(),
    isOldEverUsed: unlock.lastForeignUseOfOld !== null,
    hiddenBefore: findHiding(facts)?.toISOString() ?? null,
    newHiddenBefore: unlock.newHiddenBefore?.toISOString() ?? null,
  };
}

const gone: ConditionView = {
  id: "checked",
  isMet: true,
  words: "Adobe no longer lists the old secret: somebody has deleted it. Deleting finishes the rotation",
};

/** Our own use of the old secret, as long as it leaves a part of the quiet time unseen. */
function findHiding({ unlock, quietHours, now }: UnlockWords): Date | null {
  const { hiddenBefore } = unlock;
  if (hiddenBefore === null) return null;
  return now.getTime() - hiddenBefore.getTime() < quietHours * hourMs ? hiddenBefore : null;
}

function say({ id, isMet }: UnlockCondition, facts: UnlockWords): string {
  switch (id) {
    case "checked":
      return isMet
        ? "The last use was checked after the promotion"
        : "The last use has not been checked since the promotion";
    case "used_by_others":
      if (isMet) return "Somebody other than Latchkey has used the new secret since the promotion";
      return facts.mode === "manual"
        ? "No use of the new secret since the promotion has been entered"
        : "No use of the new secret by anybody but Latchkey is known since the promotion";
    case "quiet":
      return sayQuiet(isMet, facts);
    case "consumers":
      return isMet ? "Every consumer has confirmed" : "Not every consumer has confirmed";
  }
}

function sayQuiet(isMet: boolean, facts: UnlockWords): string {
  const { isEmergency, quietHours, unlock } = facts;
  if (isEmergency) return "An emergency does not wait for the quiet time";
  if (!isMet) return `The old secret has not been unused for ${quietHours} hours`;
  const hiding = findHiding(facts);
  if (hiding === null) return `The old secret has been unused for ${quietHours} hours`;
  const { lastForeignUseOfOld } = unlock;
  return lastForeignUseOfOld === null
    ? `No use by others is known. What was before ${showTime(hiding)} is hidden by Latchkey's own request`
    : `No use by others is known after ${showTime(lastForeignUseOfOld)}. What was between then and ${showTime(hiding)} is hidden by Latchkey's own request`;
}
