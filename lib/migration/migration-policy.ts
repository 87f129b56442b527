/**
 * What a migration from JWT waits for: the two checks that Adobe's own guide asks for before the JWT
 * credential is deleted, and that the OAuth credential has worked. Pure, so that every case stands in one table.
 */

import { later } from "./later";

/** A token lives for 24 hours: before that, a system may still be working with one from the JWT. */
export const quietMs = 24 * 60 * 60 * 1000;

export interface MigrationFacts {
  /** The client secret of the new OAuth credential is stored. */
  readonly hasSecret: boolean;
  readonly oauthWorkedAt: Date | null;
  /** When last tried, Adobe exchanged no JWT of this credential any more: nobody can be using it. */
  readonly isJwtEnded: boolean;
  /** What a person read in the Developer Console; null where nobody has. A null time is never. */
  readonly typed: {
    readonly at: Date;
    readonly lastJwtUseAt: Date | null;
    readonly lastOauthUseAt: Date | null;
  } | null;
  /** When Latchkey itself last exchanged a JWT, which is a use like any other. */
  readonly ownJwtUseAt: Date | null;
}

export const conditionIds = ["secret", "works", "newer", "quiet"] as const;
export type ConditionId = (typeof conditionIds)[number];

interface MigrationUnlock {
  readonly isUnlocked: boolean;
  readonly met: Readonly<Record<ConditionId, boolean>>;
  /** The later of what was typed and our own exchange; null where neither is known. */
  readonly lastJwtUseAt: Date | null;
  /** From then on a reading can show a day without a JWT token. */
  readonly quietFrom: Date | null;
}

/**
 * Whether the migration may be finished. A day of quiet must show in the reading itself: what happened after it
 * is not known.
 */
export function judgeMigration(facts: MigrationFacts): MigrationUnlock {
  const { hasSecret, oauthWorkedAt, isJwtEnded, typed, ownJwtUseAt } = facts;
  const lastJwtUseAt = later(typed?.lastJwtUseAt ?? null, ownJwtUseAt);
  const lastOauthUseAt = typed?.lastOauthUseAt ?? null;
  const met = {
    secret: hasSecret,
    works: hasSecret && oauthWorkedAt !== null,
    newer:
      isJwtEnded || (lastOauthUseAt !== null && (lastJwtUseAt === null || lastOauthUseAt > lastJwtUseAt)),
    quiet:
      isJwtEnded ||
      (typed !== null && (lastJwtUseAt === null || typed.at.getTime() - lastJwtUseAt.getTime() >= quietMs)),
  };
  return {
    isUnlocked: met.secret && met.works && met.newer && met.quiet,
    met,
    lastJwtUseAt,
    quietFrom: lastJwtUseAt === null ? null : new Date(lastJwtUseAt.getTime() + quietMs),
  };
}

export const stepIds = ["start", "secret", "test", "hand_over", "checks", "finish"] as const;
export type StepId = (typeof stepIds)[number];
export type StepStatus = "done" | "now" | "later";

export type MigrationStanding = "not_started" | "open" | "finished";

/** Where each step stands. The first that is not done is the one that is on. */
export function judgeSteps(
  standing: MigrationStanding,
  { met }: MigrationUnlock,
): Readonly<Record<StepId, StepStatus>> {
  const isOpen = standing !== "not_started";
  const done: Readonly<Record<StepId, boolean>> = {
    start: isOpen,
    secret: isOpen && met.secret,
    test: isOpen && met.works,
    hand_over: isOpen && met.works && met.newer,
    checks: isOpen && met.works && met.newer && met.quiet,
    finish: false,
  };
  const current = stepIds.find((id) => !done[id]);
  const status = (id: StepId): StepStatus => {
    if (standing === "finished" || done[id]) return "done";
    return id === current ? "now" : "later";
  };
  return {
    start: status("start"),
    secret: status("secret"),
    test: status("test"),
    hand_over: status("hand_over"),
    checks: status("checks"),
    finish: status("finish"),
  };
}
