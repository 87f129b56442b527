import type { Environment } from "@/lib/environment";
import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { connectionFailures } from "./connection-failures";
import { nameServer } from "./name-server";
import { refusals } from "./refusals";

export interface FailureContext {
  readonly environment: Environment;
}

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

const explanations: Readonly<Record<AdobeFailureCode, Explain>> = { ...refusals, ...connectionFailures };

/** Says what a failed call to Adobe means and what to do about it. */
export function explainFailure(failure: AdobeFailure, { environment }: FailureContext): FailureExplanation {
  const lookForOutage =
    environment === "sandbox" ? "Check that the sandbox is running" : "Look at status.adobe.com";
  return explanations[failure.code]({ server: nameServer(environment), lookForOutage, failure });
}
