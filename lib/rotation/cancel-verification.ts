import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { cancelJobs } from "@/lib/jobs/cancel-job";
import { fail, type Result, succeed } from "@/lib/result";
import { verificationKind } from "./run-verification";

export const cancelVerificationInput = credentialChoice;

/**
 * Asks a running verification to stop, whoever started it and in whatever process it runs. The rotation
 * stays where it is; the outcome event of the verification says that it was cancelled.
 */
export async function cancelVerification(
  { viewer }: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const credential = await getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: { rotations: { where: { state: { notIn: ["done", "cancelled"] } }, select: { id: true } } },
  });
  if (credential === null) return fail({ kind: "not_found" });
  for (const { id } of credential.rotations) {
    await cancelJobs({ organizationId, kind: verificationKind, subjectId: id });
  }
  return succeed(null);
}
