import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import type { ActContext } from "@/lib/auth/act-context";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import type { JobEnd, RunningJob } from "@/lib/jobs/run-job";
import { fail, type Result, succeed } from "@/lib/result";
import { codeOf, logFailureKinds } from "@/lib/rotation/console/code-of-failure";
import { mintConsoleToken } from "@/lib/rotation/console/console-tokens";
import { getNewSecret } from "@/lib/rotation/console/held-secrets";
import { type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { type RotationRow, removalMayLandUntil } from "@/lib/rotation/lease/rotation-row";
import { askUntilSpread, type SpreadLimits } from "@/lib/rotation/policy/ask-until-spread";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { requestOwnToken } from "@/lib/tokens/own-grants";
import { explainLanding, refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

/** The job that proves a new secret, and the act it holds the rotation for. Its subject is the rotation. */
export const verificationKind = "secret.verify";

const progressMs = 250;

/** The refusal of a verification that is not to be begun now; null where it may. */
export function refuseUnlessCreated(
  rotation: Pick<RotationRow, "state" | "removingId" | "lastActAt">,
): Result<never, Failure> | null {
  if (rotation.state === "created") {
    const landingUntil = removalMayLandUntil(rotation);
    return landingUntil === null ? null : refuse(explainLanding(landingUntil));
  }
  return refuseOutOfTurn(
    rotation,
    rotation.state === "planned"
      ? "There is no new secret to verify yet, so nothing was done. Add it first."
      : "The new secret was verified before, so nothing was done.",
  );
}

/** The work of the job: one act under the rotation's lease, from its intent to its outcome. */
export async function runVerification(
  context: ActContext,
  credentialId: string,
  running: RunningJob,
  limits: SpreadLimits,
): Promise<JobEnd> {
  if (running.signal.aborted) return { state: "cancelled" };
  const result = await holdRotation(
    context,
    credentialId,
    verificationKind,
    {
      begin: async (locked) => {
        if (locked.rotation.state === "verified") return succeed(null);
        return (
          refuseUnlessCreated(locked.rotation) ??
          succeed({
            draft: {
              action: "secret.verify_requested",
              outcome: "requested",
              target: targetOf(locked),
              detail: subjectOf(locked),
            },
          })
        );
      },
    },
    async (held) =>
      settleProof(held, await proveSecret(context.viewer.organizationId, held, running, limits)),
  ).catch((thrown: unknown) => {
    if (thrown instanceof AuditUnavailable) return fail({ kind: "audit_unavailable" });
    throw thrown;
  });
  return result.ok ? { state: "succeeded" } : endOf(result.failure);
}

function endOf(failure: Failure): JobEnd {
  const failureCode = logFailureKinds.find((kind) => kind === failure.kind) ?? codeOf(failure);
  return failureCode === "cancelled" ? { state: "cancelled" } : { state: "failed", failureCode };
}

interface Proof {
  /** Null where Adobe has given a token for the new secret. */
  readonly failure: Failure | null;
  readonly tries: number;
  readonly durationMs: number;
}

async function proveSecret(
  organizationId: OrganizationId,
  { locked }: HeldRotation,
  { report, signal }: RunningJob,
  limits: SpreadLimits,
): Promise<Proof> {
  const { credential, rotation } = locked;
  const { environment, clientId, scopes, imsOrgId } = credential;
  const fresh = getNewSecret(locked);
  const opened = await openClientSecret(organizationId, fresh);
  if (!opened.ok) return { failure: opened.failure, tries: 0, durationMs: 0 };
  const org = imsOrgId === null ? {} : { imsOrgId };
  const request = { environment, clientId, clientSecret: opened.value, scopes, signal, ...org };
  const startedMs = performance.now();
  const progress = setInterval(() => {
    report(Math.min(99, ((performance.now() - startedMs) / limits.limitMs) * 100));
  }, progressMs);
  try {
    const trial = await askUntilSpread(
      () => requestOwnToken(organizationId, fresh.id, request),
      signal,
      limits,
    );
    const { answer, tries, durationMs } = trial;
    if (!answer.ok)
      return { failure: { kind: "adobe", adobe: answer.failure, environment }, tries, durationMs };
    // Minted now and kept, later checks need not mint and so leave the last-used time alone. Without it
    // the secret is verified all the same.
    if (rotation.mode === "api") await mintConsoleToken({ organizationId, credential, secret: fresh });
    return { failure: null, tries, durationMs };
  } finally {
    clearInterval(progress);
  }
}

async function settleProof(
  { locked, settle }: HeldRotation,
  { failure, tries, durationMs }: Proof,
): Promise<Result<null, Failure>> {
  const failureCode = failure === null ? null : codeOf(failure);
  // A verification that somebody cancelled says nothing about the secret.
  const isCancelled = failureCode === "cancelled";
  const settled = await settle({
    ...(failure === null && { step: "verified" }),
    data: {
      ...(failure === null && { verifiedAt: new Date() }),
      ...(!isCancelled && { lastFailureCode: failureCode }),
    },
    draft: {
      action: "secret.verified",
      outcome: failure === null ? "succeeded" : "failed",
      target: targetOf(locked),
      detail: { ...subjectOf(locked), tries, durationMs, failureCode },
    },
  });
  return failure === null || !settled.ok ? settled : fail(failure);
}

function subjectOf(locked: LockedRotation) {
  return {
    rotationId: locked.rotation.id,
    fingerprint: showFingerprint(getNewSecret(locked).fingerprint),
  };
}
