import type { AdobeFailureCode, Failure } from "@/lib/failure";

/** The code that an outcome event names. Null where Adobe was not asked, or its answer was not the trouble. */
export function codeOf(failure: Failure): AdobeFailureCode | null {
  return failure.kind === "adobe" ? failure.adobe.code : null;
}

/** Failures of the log, which a job keeps by their kind: nobody waits for its answer. */
export const logFailureKinds = ["audit_unavailable", "answer_unrecorded"] as const;
