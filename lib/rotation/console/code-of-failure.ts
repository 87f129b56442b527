import type { AdobeFailureCode, Failure } from "@/lib/failure";

/** The code that an outcome event names. Null where Adobe was not asked, or its answer was not the trouble. */
export function codeOf(failure: Failure): AdobeFailureCode | null {
  return failure.kind === "adobe" ? failure.adobe.code : null;
}
