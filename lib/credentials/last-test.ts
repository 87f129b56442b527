import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import type { SummaryFact } from "@/lib/diagnosis/write-summary";
import type { CredentialHealth } from "./credential-health";

/** What is kept of the newest token test. */
export interface LastTest {
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
  readonly requestedByName: string;
  readonly durationMs: number | null;
  readonly health: CredentialHealth;
  /** What went wrong, when it failed. */
  readonly words: FailureExplanation | null;
  /** For a support ticket. */
  readonly facts: readonly SummaryFact[];
  readonly requestedScopes: readonly string[];
  /** Null where nothing was granted or the token could not be read. */
  readonly grantedScopes: readonly string[] | null;
}
