import type { FailureCause, FailureWords } from "@/lib/failure-words";

/** One failure of a call to Adobe in words. Each part is one or two sentences for a person; none quotes Adobe. */
export interface FailureExplanation extends FailureWords {
  /** Surest first, and never empty. */
  readonly causes: readonly FailureCause[];
  /** What to do about the first cause. */
  readonly nextStep: string;
}
