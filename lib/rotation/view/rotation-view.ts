import type { EventDescription } from "@/lib/audit/words/describe-event";
import type { FailureWords } from "@/lib/failure-words";
import type { RotationMode, RotationState } from "@/lib/rotation/policy/rotation-state";

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
  /** False where it ended before anything came of it: Adobe would not say which secret is the stored one. */
  readonly isBegun: boolean;
  readonly promotedAt: string | null;
  /** Whether somebody acts at Adobe now, it waits for a person, something went wrong, or it is over. */
  readonly standing: "acting" | "attention" | "waiting" | "over";
  /** Who acts and what they do, such as "Ann Lee is adding a secret". */
  readonly acting: string | null;
  readonly steps: readonly StepView[];
  /** What is at risk at this moment, as the end of a sentence. */
  readonly safety: string;
  /** How to go back from here, one sentence each. */
  readonly wayBack: readonly string[];
  /** Null where nothing is in the way. */
  readonly trouble: TroubleView | null;
  readonly old: SecretView;
  /** Null until there is one. */
  readonly fresh: SecretView | null;
  readonly consumers: readonly ConsumerTick[];
  /** Oldest first. */
  readonly uses: readonly UseView[];
  readonly unlock: UnlockView;
  /** Adobe was asked for a secret before, and surely made none. */
  readonly canTryAgain: boolean;
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

/** What keeps a rotation from going on, and what a person can do about it. */
export interface TroubleView {
  readonly title: string;
  /** What happened, what is safe, what to do. */
  readonly words: readonly string[];
  readonly offers: readonly TroubleOffer[];
  /** The secrets that a person decides about. */
  readonly secrets: readonly SlotView[];
}

export type TroubleOffer = "find_out" | "adopt" | "delete_unknown" | "choose";

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
  /** How it gets a new secret; empty where it is not said. */
  readonly redeploy: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedByName: string | null;
}

/** One use that Adobe or a person told of. Equal ones of several checks are one. */
export interface UseView {
  readonly which: "old" | "new";
  readonly at: string;
  readonly isOurs: boolean;
  /** When it was first seen. */
  readonly checkedAt: string;
  readonly source: "adobe" | "typed";
}

export interface UnlockView {
  readonly isUnlocked: boolean;
  readonly conditions: readonly ConditionView[];
  /** 0 to 100: how much of the quiet time has passed. */
  readonly quietPercent: number;
  readonly quietUntil: string | null;
  /** The last use of the old secret by others, else its creation: the quiet time begins there. */
  readonly quietSince: string;
  readonly isOldEverUsed: boolean;
  /**
   * What somebody else did with the old secret before this moment is hidden by our own use of it; null
   * where all of the quiet time has been seen.
   */
  readonly hiddenBefore: string | null;
  /** The same of the new secret. */
  readonly newHiddenBefore: string | null;
}

export interface ConditionView {
  readonly id: "checked" | "used_by_others" | "quiet" | "consumers";
  readonly isMet: boolean;
  readonly words: string;
}

/** One of Adobe's secrets as the last look showed it. */
export interface SlotView {
  readonly adobeSecretId: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly grantType: string | null;
  readonly isOwnUse: boolean;
  /** What Latchkey knows it as; null where it does not hold it. */
  readonly fingerprint: string | null;
  readonly role: "current" | "previous" | "pending" | "unknown";
}

export interface VerificationView {
  readonly jobId: string;
  readonly state: "running" | "succeeded" | "failed" | "cancelled" | "abandoned";
  /** 0 to 100. */
  readonly progress: number;
  readonly words: FailureWords | null;
}

/** One rotation that has ended, as a list names it. */
export interface RotationLine {
  readonly id: string;
  readonly outcome: "done" | "cancelled";
  readonly mode: RotationMode;
  readonly isEmergency: boolean;
  readonly startedAt: string;
  readonly startedByName: string;
  readonly endedAt: string;
}

/** Whether a credential could be rotated by API, and the exact fix for what is missing. */
export interface ReadinessView {
  readonly isReady: boolean;
  readonly items: readonly ReadinessLight[];
}

interface ReadinessLight {
  readonly id: string;
  readonly light: "good" | "attend" | "bad";
  readonly words: string;
  readonly fix: { readonly words: string; readonly href?: string; readonly label?: string } | null;
}

/** One event of a rotation in its record. */
export interface RecordLine {
  readonly id: string;
  /** Its number in the organization's log. */
  readonly seq: string;
  readonly at: string;
  readonly description: EventDescription;
  /** Hex of SHA-256 over what was signed. */
  readonly hash: string;
}
