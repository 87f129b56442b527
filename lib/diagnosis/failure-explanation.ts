import type { AdobeFailure } from "@/lib/failure";

/** One failure in words. Each part is one or two sentences for a person; none quotes Adobe. */
export interface FailureExplanation {
  /** A short sentence without its full stop. */
  readonly title: string;
  readonly whatHappened: string;
  readonly usualCause: string;
  readonly nextStep: string;
}

/** What an explanation may mention. */
export interface FailureFacts {
  /** Who was asked: "Adobe", "Adobe's stage environment" or "The sandbox". Begins a sentence. */
  readonly server: string;
  /** How to find out whether the server itself is down. Begins a sentence. */
  readonly lookForOutage: string;
  readonly failure: AdobeFailure;
}

export type Explain = (facts: FailureFacts) => FailureExplanation;
