import type { FailureWords } from "@/lib/failure-words";

/** One line of a summary, such as the debug ID. */
export interface SummaryFact {
  readonly label: string;
  readonly value: string;
}

/**
 * A failure as plain text for a support ticket: what it is, then the facts that let Adobe's support
 * find the call. Whoever lists the facts sees to it that none of them is a secret or a token.
 */
export function writeSummary(words: FailureWords, facts: readonly SummaryFact[]): string {
  const lines = facts.map(({ label, value }) => `${label}: ${value}`);
  return [words.title, words.whatHappened, "", ...lines].join("\n").trimEnd();
}
