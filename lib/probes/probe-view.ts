import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import type { AdobeFailureCode } from "@/lib/failure";
import type { Tenant } from "./check-tenant";
import type { Probe, ProbeNeed } from "./probe-catalogue";

/** The newest run of a probe. Times are ISO 8601, UTC. */
export interface ProbeOutcome {
  readonly id: string;
  readonly requestedAt: string;
  readonly requestedByName: string;
  /** `pending` where no answer was recorded. */
  readonly outcome: "pending" | "succeeded" | "failed";
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly tries: number | null;
  readonly debugId: string | null;
  readonly wasTokenRenewed: boolean;
  readonly host: string;
  readonly tenant: string;
  readonly failureCode: AdobeFailureCode | null;
  /** The diagnosis of a failure. */
  readonly words: FailureExplanation | null;
}

export interface ProbeView {
  readonly probe: Probe;
  /** Scopes that the credential does not ask for; it fits where there are none. */
  readonly missingScopes: readonly string[];
  /** What has to be noted of the credential before it can be run. */
  readonly missingNeed: ProbeNeed | null;
  /** The tenant of the last run of any probe of the product. */
  readonly tenant: Tenant | null;
  readonly last: ProbeOutcome | null;
}
