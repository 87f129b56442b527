import { findProblem } from "@/lib/audit/verification/log-finding";
import { describeProblem } from "./describe-problem";
import {
  countOf,
  done,
  type Happened,
  joinWords,
  type Of,
  type OutcomeTag,
  type Words,
} from "./event-sentence";

/** The words for what was done with the log itself. */
export function describeLogEvent(event: Extract<Happened, { action: `log.${string}` }>): Words {
  switch (event.action) {
    case "log.exported":
      return describeExport(event);
    case "log.verified":
      return describeVerification(event);
    case "log.retention_set": {
      const { days, before } = event.detail;
      return {
        phrase: "set how long the log is kept for",
        facts: [nameRetention(days), `before ${nameRetention(before)}`],
        outcome: done,
      };
    }
    case "log.sealed":
      return {
        phrase: "sealed the oldest events of",
        facts: [`${nameEvents(event.detail)} are in an export, and may be removed here`],
        outcome: done,
      };
    case "log.restore_found":
      return describeRestore(event);
    default: {
      const { keptSeq, receiptSeq } = event.detail;
      const lost = nameEvents({ firstSeq: keptSeq + 1, lastSeq: receiptSeq });
      return {
        phrase: "acknowledged the restore of",
        facts: [`receipts of ${lost} no longer count`],
        outcome: done,
      };
    }
  }
}

function describeRestore({ detail, target }: Of<"log.restore_found">): Words {
  const { receiptSeq, keptSeq, lastSeq, sessionsEnded } = detail;
  const agree = keptSeq === 0 ? "no earlier one agrees" : `events up to ${count(keptSeq)} agree`;
  return {
    phrase: `found an older log than its receipts tell of${target === null ? "" : " in"}`,
    facts: [
      `event ${count(receiptSeq)} had a receipt, ${agree}, the log ended at ${count(lastSeq)}`,
      sessionsEnded === 0 ? null : `${countOf(sessionsEnded, "session")} ended`,
    ],
    outcome: { word: "Restored", tone: "bad" },
  };
}

function nameRetention(days: number): string {
  return days === 0 ? "for ever" : countOf(days, "day");
}

function describeExport({ detail }: Of<"log.exported">): Words {
  const { format, filterKeys } = detail;
  const names = filterKeys.map((key) => (key === "q" ? "names" : key));
  return {
    phrase: "exported the log of",
    facts: [
      format.toUpperCase(),
      nameEvents(detail),
      names.length === 0 ? null : `filtered by ${joinWords(names)}`,
    ],
    outcome: done,
  };
}

const intact: OutcomeTag = { word: "Intact", tone: "good" };
const tampered: OutcomeTag = { word: "Tampered", tone: "bad" };
const cannotTell: OutcomeTag = { word: "Cannot tell", tone: "attend" };

function describeVerification({ detail }: Of<"log.verified">): Words {
  const phrase = "verified the log of";
  const { finding, lastSeq, receiptSeq, firstSeq = 1, receiptsGivenUp = 0 } = detail;
  if (finding !== null) {
    const outcome = finding.kind === "unknown_key" ? cannotTell : tampered;
    return {
      phrase,
      facts: [`event ${count(finding.seq)}: ${describeProblem(findProblem(finding))}`],
      outcome,
    };
  }
  const receipt = receiptSeq === null ? null : `the receipt of event ${count(receiptSeq)} agrees`;
  const earlier =
    firstSeq === 1 ? null : `${nameEvents({ firstSeq: 1, lastSeq: firstSeq - 1 })} are in an archive`;
  const givenUp =
    receiptsGivenUp === 0
      ? null
      : `receipts of ${countOf(receiptsGivenUp, "event")} that were given up do not count`;
  return { phrase, facts: [nameEvents({ firstSeq, lastSeq }), receipt, earlier, givenUp], outcome: intact };
}

function nameEvents({ firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number }): string {
  return lastSeq < firstSeq ? "no event" : `events ${count(firstSeq)} to ${count(lastSeq)}`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
