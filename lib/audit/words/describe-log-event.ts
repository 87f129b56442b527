import { findProblem } from "@/lib/audit/verification/log-finding";
import { describeProblem } from "./describe-problem";
import { done, type Happened, joinWords, type Of, type OutcomeTag, type Words } from "./event-sentence";

/** The words for what was done with the log itself. */
export function describeLogEvent(event: Extract<Happened, { action: `log.${string}` }>): Words {
  return event.action === "log.exported" ? describeExport(event) : describeVerification(event);
}

function describeExport({ detail }: Of<"log.exported">): Words {
  const { format, filterKeys, lastSeq } = detail;
  const names = filterKeys.map((key) => (key === "q" ? "names" : key));
  return {
    phrase: "exported the log of",
    facts: [
      format.toUpperCase(),
      nameEvents(lastSeq),
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
  const { finding, lastSeq, receiptSeq } = detail;
  if (finding !== null) {
    const outcome = finding.kind === "unknown_key" ? cannotTell : tampered;
    return {
      phrase,
      facts: [`event ${count(finding.seq)}: ${describeProblem(findProblem(finding))}`],
      outcome,
    };
  }
  const receipt = receiptSeq === null ? null : `the receipt of event ${count(receiptSeq)} agrees`;
  return { phrase, facts: [nameEvents(lastSeq), receipt], outcome: intact };
}

function nameEvents(lastSeq: number): string {
  return lastSeq === 0 ? "no event" : `events 1 to ${count(lastSeq)}`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
