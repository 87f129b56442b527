import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { blankClientSecrets } from "@/lib/credentials/blank-client-secrets";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { lockMigration } from "./lock-migration";

/**
 * Ends a migration without an outcome: the credential is JWT again, and the client secret of the OAuth credential,
 * which Adobe deletes when it is cancelled there, is destroyed here. What was tested with it says nothing of the
 * JWT, so the credential counts as untested.
 */
export async function cancelMigration(
  { viewer, origin }: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  return inTransaction(async (tx) => {
    const locked = await lockMigration(tx, organizationId, credentialId);
    if (!locked.ok) return locked;
    const { credential, migration } = locked.value;
    const now = new Date();
    const blanked = await blankClientSecrets(tx, { organizationId, credentialId }, now);
    await tx.credential.updateMany({
      where: { organizationId, id: credentialId },
      data: {
        ...{ kind: "jwt", scopes: [], driftedScopes: [], version: { increment: 1 } },
        ...(blanked > 0 && { lastTestAt: null, lastTestOutcome: null, lastTestFailureCode: null }),
      },
    });
    await tx.migration.updateMany({
      where: { organizationId, id: migration.id },
      data: { endedAt: now, endedById: userId, isFinished: false },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "migration.cancelled",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { migrationId: migration.id },
    });
    return succeed(null);
  });
}
