import { findAdobeHost } from "@/lib/adobe/adobe-host";
import { type FailedCall, listSummaryFacts } from "@/lib/diagnosis/list-summary-facts";
import type { SummaryFact } from "@/lib/diagnosis/write-summary";

/** The facts of a failed token test for a support ticket, none of them a secret. */
export function listTestFacts(test: Omit<FailedCall, "host">): readonly SummaryFact[] {
  const origin = findAdobeHost(test.environment)?.imsOrigin;
  return listSummaryFacts({ ...test, host: origin === undefined ? null : new URL(origin).host });
}
