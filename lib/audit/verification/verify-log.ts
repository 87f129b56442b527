import type { ActContext } from "@/lib/auth/act-context";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { cancelJobs } from "@/lib/jobs/cancel-job";
import { findLatestJob } from "@/lib/jobs/find-job";
import { type RunLater, runAfterAnswer } from "@/lib/jobs/run-after-answer";
import { runJob } from "@/lib/jobs/run-job";
import { startJob } from "@/lib/jobs/start-job";
import { type Result, succeed } from "@/lib/result";
import { logVerificationKind, runLogVerification } from "./run-log-verification";

/**
 * Starts the job that verifies the log of the viewer's organization, and returns as soon as it exists. While
 * one runs, no other is started.
 */
export async function startLogVerification(
  context: ActContext,
  _input: object,
  runLater: RunLater = runAfterAnswer,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = context.viewer;
  const subject = { organizationId, kind: logVerificationKind, subjectId: organizationId };
  const job = await inTransaction(async (tx) => {
    // Two who press at once take turns, or each would see that none runs.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('log.verify:' || ${organizationId}::text, 0))`;
    const latest = await findLatestJob(subject, tx);
    return latest?.state === "running" ? null : startJob(tx, { ...subject, requestedById: userId });
  });
  if (job !== null) {
    runLater(() => runJob(job, (running) => runLogVerification(context, job, running)));
  }
  return succeed(null);
}

/** Asks a running verification to stop, whoever started it and in whatever process it runs. */
export async function cancelLogVerification({ viewer }: ActContext): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  await cancelJobs({ organizationId, kind: logVerificationKind, subjectId: organizationId });
  return succeed(null);
}
