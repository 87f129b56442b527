import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { findLatestJob } from "@/lib/jobs/find-job";
import { type RunLater, runAfterAnswer } from "@/lib/jobs/run-after-answer";
import { runJob } from "@/lib/jobs/run-job";
import { type StartedJob, startJob } from "@/lib/jobs/start-job";
import { type Result, succeed } from "@/lib/result";
import { lockRotation } from "@/lib/rotation/lease/lock-rotation";
import { type SpreadLimits, spreadLimits } from "@/lib/rotation/policy/ask-until-spread";
import { refuseUnlessCreated, runVerification, verificationKind } from "./run-verification";

export const startVerificationInput = credentialChoice;

interface Verification {
  readonly runLater: RunLater;
  readonly limits: SpreadLimits;
}

/**
 * Starts the job that asks for a token with the new secret until Adobe knows it, for up to a minute, and
 * returns as soon as the job exists. While one runs, no other is started.
 */
export async function startVerification(
  context: ActContext,
  { credentialId }: CredentialChoice,
  { runLater, limits }: Verification = { runLater: runAfterAnswer, limits: spreadLimits },
): Promise<Result<null, Failure>> {
  const started = await inTransaction((tx) => beginJob(tx, context, credentialId));
  if (!started.ok) return started;
  const job = started.value;
  if (job !== null) {
    runLater(() => runJob(job, (running) => runVerification(context, credentialId, running, limits)));
  }
  return succeed(null);
}

/** @returns null where there is nothing to start. */
async function beginJob(
  tx: Tx,
  { viewer }: ActContext,
  credentialId: string,
): Promise<Result<StartedJob | null, Failure>> {
  const { organizationId, userId } = viewer;
  const locked = await lockRotation(tx, organizationId, credentialId);
  if (!locked.ok) {
    const where = { organizationId, credentialId, endedAt: null, leaseAct: verificationKind };
    return (await tx.rotation.count({ where })) > 0 ? succeed(null) : locked;
  }
  const { rotation } = locked.value;
  if (rotation.state === "verified") return succeed(null);
  const refused = refuseUnlessCreated(rotation);
  if (refused !== null) return refused;
  const subject = { organizationId, kind: verificationKind, subjectId: rotation.id };
  const latest = await findLatestJob(subject, tx);
  if (latest?.state === "running") return succeed(null);
  return succeed(await startJob(tx, { ...subject, requestedById: userId }));
}
