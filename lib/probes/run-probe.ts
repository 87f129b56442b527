import { isUnrecorded } from "@/lib/audit/is-unrecorded";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { readCoolDown } from "@/lib/credentials/cool-down";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newProbeRunId, type ProbeRunId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { askProduct, type ProbeReport } from "./ask-product";
import { type ProbeSubject, prepareProbe } from "./prepare-probe";
import type { ProbeKey } from "./probe-catalogue";
import type { RunProbeInput } from "./run-probe-input";

/**
 * Asks one product for something harmless, to see whether the credential opens it.
 *
 * The intent event is committed before anything goes out, the outcome event before anything is shown. Of
 * the answer only its status, Adobe's id and a code of ours are kept. A refusal by Adobe is a result, not
 * a failure of the act.
 */
export async function runProbe(context: ActContext, input: RunProbeInput): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  const subject = await prepareProbe(organizationId, input);
  if (!subject.ok) return subject;
  const runId = newProbeRunId();
  const begun = await begin(context, subject.value, runId, input.probe);
  if (!begun.ok) return begun;
  const report = await askProduct(subject.value);
  if (!report.ok) return report;
  try {
    await finish(context, subject.value, runId, input.probe, report.value);
  } catch (thrown) {
    // Elsewhere an event that cannot be written means that nothing was done; here Adobe was asked.
    if (isUnrecorded(thrown)) return fail({ kind: "answer_unrecorded" });
    throw thrown;
  }
  return succeed(null);
}

/** The intent. It also asks once more that the credential may still be used. */
async function begin(
  { viewer, origin }: ActContext,
  { credentialId, name, target, tenant, fingerprint }: ProbeSubject,
  id: ProbeRunId,
  probe: ProbeKey,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  return inTransaction(async (tx) => {
    const isUsable = await tx.credential.count({
      where: { organizationId, id: credentialId, deletedAt: null, archivedAt: null },
    });
    if (isUsable === 0) return fail({ kind: "not_found" });
    const { host } = target;
    await tx.probeRun.create({
      data: {
        ...{ id, organizationId, credentialId, probe, tenant, host },
        requestedById: userId,
        requestedAt: new Date(),
        outcome: "pending",
      },
      select: { id: true },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "probe.requested",
      outcome: "requested",
      target: { type: "credential", id: credentialId, name },
      detail: { probeId: id, probe, host, fingerprint },
    });
    return succeed(null);
  });
}

async function finish(
  { viewer, origin }: ActContext,
  { credentialId, name, target }: ProbeSubject,
  id: ProbeRunId,
  probe: ProbeKey,
  report: ProbeReport,
): Promise<void> {
  const { organizationId } = viewer;
  const { httpStatus, durationMs, tries, wasTokenRenewed, debugId, tokenFingerprint, failure } = report;
  const answeredAt = new Date();
  const outcome = failure === null ? "succeeded" : "failed";
  const failureCode = failure?.code ?? null;
  const shared = { httpStatus, durationMs, tries, wasTokenRenewed, debugId, failureCode };
  await inTransaction(async (tx) => {
    await tx.probeRun.updateMany({
      where: { organizationId, id },
      data: {
        ...shared,
        answeredAt,
        outcome,
        // A wait that the identity service asked for is the credential's, below.
        retryAfterSeconds: report.isAboutToken ? null : findWait(report),
      },
    });
    if (report.isAboutToken && failure !== null) {
      const coolDownUntil = readCoolDown(failure, answeredAt);
      if (coolDownUntil !== null) {
        await tx.credential.updateMany({
          where: { organizationId, id: credentialId },
          data: { coolDownUntil },
        });
      }
    }
    await recordEvent(tx, organizationId, origin, {
      action: "probe.answered",
      outcome,
      target: { type: "credential", id: credentialId, name },
      detail: { ...shared, probeId: id, probe, host: target.host, tokenFingerprint },
    });
  });
}

/** Seconds that the product asked to be left alone; an open breaker of ours asks for nothing. */
function findWait({ failure, httpStatus }: ProbeReport): number | null {
  return httpStatus === null ? null : (failure?.retryAfterSeconds ?? null);
}
