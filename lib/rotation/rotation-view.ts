import type { FailureWords } from "@/lib/failure-words";
import type { RotationMode, RotationState } from "./rotation-state";

/** Everything that the page of one rotation shows. No secret is in it. Times are ISO 8601, UTC. */
export interface RotationView {
  readonly id: string;
  readonly state: RotationState;
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  readonly quietHours: number;
  readonly startedAt: string;
  readonly startedByName: string;
  readonly endedAt: string | null;
  readonly endedByName: string | null;
  /** Whether somebody acts at Adobe now, it waits for a person, something went wrong, or it is over. */
  readonly standing: "acting" | "attention" | "waiting" | "over";
  readonly actingName: string | null;
  readonly steps: readonly StepView[];
  readonly old: SecretView;
  /** Null until there is one. */
  readonly fresh: SecretView | null;
  readonly consumers: readonly ConsumerTick[];
  readonly uses: readonly UseView[];
  readonly unlock: UnlockView;
  /** What the last Find out what happened came to. */
  readonly finding: FindingView | null;
  /** Adobe's secrets at the last look, newest look only. */
  readonly slots: readonly SlotView[];
  readonly verification: VerificationView | null;
  /** Tokens minted by the old secret that this process still holds. */
  readonly knownTokenCount: number;
  readonly lastFailure: FailureWords | null;
  readonly overrideReason: string | null;
}

export const stepIds = ["add", "verify", "hand_over", "promote", "check", "delete"] as const;
export type StepId = (typeof stepIds)[number];

/** One of the six steps; titles are Add secret, Verify new secret, Hand over, Promote, Check last use, Delete old secret. */
export interface StepView {
  readonly id: StepId;
  readonly title: string;
  readonly status: "done" | "now" | "later";
  /** What happened, or what happens next. */
  readonly words: string;
  /** When it was done. */
  readonly at: string | null;
}

export interface SecretView {
  readonly fingerprint: string;
  /** Null in manual mode. */
  readonly adobeSecretId: string | null;
  /** At Adobe where known, else here. */
  readonly createdAt: string;
}

export interface ConsumerTick {
  readonly id: string;
  readonly system: string;
  readonly owner: string;
  readonly location: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedByName: string | null;
}

/** One use that Adobe or a person told of. Equal ones of several checks are one. */
export interface UseView {
  readonly which: "old" | "new";
  readonly at: string;
  readonly isOurs: boolean;
  readonly checkedAt: string;
  readonly source: "adobe" | "typed";
}

export interface UnlockView {
  readonly isUnlocked: boolean;
  readonly conditions: readonly ConditionView[];
  /** 0 to 100: how much of the quiet time has passed. */
  readonly quietPercent: number;
  readonly quietUntil: string | null;
  /** Before this moment a use of the old secret by somebody else would have been hidden by ours. */
  readonly hiddenBefore: string | null;
}

export interface ConditionView {
  readonly id: "checked" | "used_by_others" | "quiet" | "consumers";
  readonly isMet: boolean;
  readonly words: string;
}

export interface FindingView {
  readonly kind: "nothing_new" | "one_new" | "unclear" | "not_bound";
  /** The secrets it is about, for a person to decide over. */
  readonly secrets: readonly SlotView[];
}

export interface SlotView {
  readonly adobeSecretId: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly isOwnUse: boolean;
  /** What Latchkey knows it as; null where it does not hold it. */
  readonly fingerprint: string | null;
  readonly role: "current" | "previous" | "pending" | "unknown";
}

export interface VerificationView {
  readonly jobId: string;
  readonly state: "running" | "succeeded" | "failed" | "cancelled" | "abandoned";
  readonly progress: number;
  readonly words: FailureWords | null;
}
