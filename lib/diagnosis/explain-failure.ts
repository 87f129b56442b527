/**
 * The room of words: turns our own codes into sentences for people. Nothing that Adobe, Prisma or any
 * foreign error said gets in here, so nothing of it can come out.
 */

import type { Environment } from "@/lib/environment";
import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { connectionFailures } from "./connection-failures";
import { consoleRefusals } from "./console-refusals";
import type { Explain, FailureExplanation } from "./failure-explanation";
import { nameServer } from "./name-server";
import { refusals } from "./refusals";

interface FailureContext {
  readonly environment: Environment;
}

const explanations: Readonly<Record<AdobeFailureCode, Explain>> = {
  ...refusals,
  ...consoleRefusals,
  ...connectionFailures,
};

/** Says what a failed call to Adobe means and what to do about it. */
export function explainFailure(failure: AdobeFailure, { environment }: FailureContext): FailureExplanation {
  const lookForOutage =
    environment === "sandbox" ? "Check that the sandbox is running" : "Look at status.adobe.com";
  return explanations[failure.code]({ server: nameServer(environment), lookForOutage, failure });
}
