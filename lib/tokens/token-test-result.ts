import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import type { SummaryFact } from "@/lib/diagnosis/write-summary";
import type { Environment } from "@/lib/environment";

/** What a token test showed, as the browser gets it. The token itself is not part of it. */
export type TokenTestResult = {
  readonly environment: Environment;
  /** ISO 8601, UTC. */
  readonly answeredAt: string;
  readonly durationMs: number;
  readonly tries: number;
  readonly debugId: string | null;
  readonly requestedScopes: readonly string[];
} & (
  | {
      readonly outcome: "succeeded";
      readonly expiresAt: string;
      /** Null when the token could not be read. */
      readonly grantedScopes: readonly string[] | null;
      readonly tokenFingerprint: string;
    }
  | {
      readonly outcome: "failed";
      readonly httpStatus: number | null;
      readonly words: FailureExplanation;
      /** For a support ticket. */
      readonly facts: readonly SummaryFact[];
    }
);
