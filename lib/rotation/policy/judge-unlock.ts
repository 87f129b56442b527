import { type Evidence, findForeignUse, findHiddenBefore } from "./evidence";
import type { RotationMode } from "./rotation-state";

const hourMs = 3_600_000;
const minuteMs = 60_000;

export const unlockConditions = ["checked", "used_by_others", "quiet", "consumers"] as const;

export interface UnlockCondition {
  readonly id: (typeof unlockConditions)[number];
  readonly isMet: boolean;
}

/** Whether the old secret may be deleted, and what is missing. */
export interface Unlock {
  readonly isUnlocked: boolean;
  /** Those that are asked, in the order they are shown. */
  readonly conditions: readonly UnlockCondition[];
  /** When the quiet time is over if nobody uses the old secret until then; null where it is not waited for. */
  readonly quietUntil: Date | null;
  /** 0 to 100: how much of the quiet time has passed. */
  readonly quietPercent: number;
  /** Before this moment a use of the old secret by somebody else would have been covered by ours. */
  readonly hiddenBefore: Date | null;
  /** The same of the new secret: a look that had to ask for a token covers what others did before. */
  readonly newHiddenBefore: Date | null;
  readonly lastForeignUseOfOld: Date | null;
  readonly lastForeignUseOfNew: Date | null;
}

/** What is known when the question is asked. */
export interface UnlockFacts {
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  /** 24 or more: the hours that a token lives. */
  readonly quietHours: number;
  readonly promotedAt: Date | null;
  readonly consumers: readonly { readonly isAcknowledged: boolean }[];
  /** Every check of the old secret in this rotation, in any order. */
  readonly old: readonly Evidence[];
  /** Every check of the new one. */
  readonly fresh: readonly Evidence[];
  /** At Adobe where known, else here. */
  readonly oldCreatedAt: Date;
  readonly now: Date;
}

/**
 * Nobody needs the old secret any more when somebody else has used the new one since promotion, the old
 * one has been quiet for the life of a token, and every consumer is ticked. An emergency does not wait
 * for the quiet; without consumers there is nobody whose use or tick could be asked for.
 */
export function judgeUnlock(facts: UnlockFacts): Unlock {
  const { promotedAt, consumers, old, isEmergency, now } = facts;
  const lastForeignUseOfOld = findForeignUse(old);
  const lastForeignUseOfNew = findForeignUse(facts.fresh);
  const quietMs = facts.quietHours * hourMs;
  const quietSince = (lastForeignUseOfOld ?? facts.oldCreatedAt).getTime();
  const passedMs = now.getTime() - quietSince;
  const hasConsumers = consumers.length > 0;
  const conditions: UnlockCondition[] = [
    {
      id: "checked",
      isMet: promotedAt !== null && old.some(({ checkedAt }) => checkedAt >= promotedAt),
    },
    ...(hasConsumers
      ? [{ id: "used_by_others", isMet: isUsedSince(lastForeignUseOfNew, facts) } as const]
      : []),
    { id: "quiet", isMet: isEmergency || passedMs >= quietMs },
    ...(hasConsumers
      ? [{ id: "consumers", isMet: consumers.every(({ isAcknowledged }) => isAcknowledged) } as const]
      : []),
  ];
  return {
    isUnlocked: conditions.every(({ isMet }) => isMet),
    conditions,
    quietUntil: isEmergency ? null : new Date(quietSince + quietMs),
    quietPercent: isEmergency ? 100 : Math.min(100, Math.max(0, Math.floor((passedMs / quietMs) * 100))),
    hiddenBefore: findHiddenBefore(old),
    newHiddenBefore: findHiddenBefore(facts.fresh),
    lastForeignUseOfOld,
    lastForeignUseOfNew,
  };
}

function isUsedSince(use: Date | null, { promotedAt, mode }: UnlockFacts): boolean {
  if (use === null || promotedAt === null) return false;
  const since = promotedAt.getTime();
  // The Developer Console shows minutes, and a typed time is the start of one.
  return use.getTime() >= (mode === "manual" ? since - (since % minuteMs) : since);
}
