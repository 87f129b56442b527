import { z } from "zod";
import { type AdobeFailureCode, adobeFailureCodes } from "@/lib/failure";

/** What the last token test says of a credential, as one word or two for a tag. */
export interface CredentialHealth {
  readonly tone: "good" | "attend" | "bad" | "neutral";
  readonly label: string;
}

interface TestAnswer {
  readonly outcome: "pending" | "succeeded" | "failed" | null;
  readonly failureCode: AdobeFailureCode | null;
}

/** Failures that say nothing of the credential itself: Adobe or the way there was at fault. */
const passing: readonly AdobeFailureCode[] = [
  "adobe_internal_error",
  "adobe_unavailable",
  "throttled",
  "cooling_down",
  "network_down",
  "name_not_resolved",
  "connection_refused",
  "connection_reset",
  "tls_failed",
  "timed_out",
  "circuit_open",
  "cancelled",
];

const labels: Partial<Record<AdobeFailureCode, string>> = {
  client_secret_refused: "Secret refused",
  unknown_client_id: "Client ID unknown",
  no_scope_enabled: "Scopes refused",
  scope_refused: "Scopes refused",
  technical_account_removed: "Account removed",
  throttled: "Throttled",
};

/** Judges by the newest test alone; what says nothing of the credential itself wants attention and is not bad. */
export function judgeHealth({ outcome, failureCode }: TestAnswer): CredentialHealth {
  switch (outcome) {
    case null:
      return { tone: "neutral", label: "Never tested" };
    case "pending":
      return { tone: "attend", label: "Test unanswered" };
    case "succeeded":
      return { tone: "good", label: "Works" };
    case "failed": {
      if (failureCode === null) return { tone: "bad", label: "Refused" };
      const isPassing = passing.includes(failureCode);
      return {
        tone: isPassing ? "attend" : "bad",
        label: labels[failureCode] ?? (isPassing ? "No answer" : "Refused"),
      };
    }
    default:
      return outcome satisfies never;
  }
}

const storedFailureCode = z.enum(adobeFailureCodes).nullable().catch("unknown_refusal");

/** Reads the code kept in a column; one that this version does not know counts as a refusal. */
export function readFailureCode(stored: string | null): AdobeFailureCode | null {
  return storedFailureCode.parse(stored);
}
