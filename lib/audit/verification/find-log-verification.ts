import { parseEvent } from "@/lib/audit/parse-event";
import { describeProblem } from "@/lib/audit/words/describe-problem";
import { getDb } from "@/lib/db/client";
import type { OrganizationId } from "@/lib/ids";
import { findLatestJob } from "@/lib/jobs/find-job";
import { findProblem } from "./log-finding";
import type { LogAnswer, LogVerificationView } from "./log-verification-view";
import { logVerificationKind } from "./run-log-verification";

/** How the verification of an organization's log stands, and what the last one came to. Changes nothing. */
export async function findLogVerification(organizationId: OrganizationId): Promise<LogVerificationView> {
  const [job, answer] = await Promise.all([
    findLatestJob({ organizationId, kind: logVerificationKind, subjectId: organizationId }),
    findAnswer(organizationId),
  ]);
  return { job: job && { id: job.id, state: job.state, progress: job.progress }, answer };
}

async function findAnswer(organizationId: OrganizationId): Promise<LogAnswer | null> {
  const row = await getDb().auditEvent.findFirst({
    where: { organizationId, action: "log.verified" },
    orderBy: { seq: "desc" },
    select: { payload: true },
  });
  const parsed = row === null ? null : parseEvent(row);
  if (parsed === null || !parsed.ok || parsed.value.action !== "log.verified") return null;
  const { id, occurredAt, actor, detail } = parsed.value;
  const { finding, lastSeq, receiptSeq, firstSeq = 1, receiptsGivenUp = 0 } = detail;
  return {
    eventId: id,
    at: occurredAt.toISOString(),
    actor: actor.type === "user" ? actor.name : "Latchkey",
    kind: finding === null ? "intact" : finding.kind === "unknown_key" ? "cannot_tell" : "tampered",
    lastSeq,
    receiptSeq,
    firstSeq,
    receiptsGivenUp,
    finding: finding && { seq: finding.seq, clause: describeProblem(findProblem(finding)) },
  };
}
