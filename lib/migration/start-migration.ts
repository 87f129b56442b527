/**
 * The room of migration: from a Service Account (JWT) credential to OAuth Server-to-Server under the same client
 * ID, in the steps of Adobe's own guide. What is done at Adobe a person does in the Developer Console; here
 * stands what was done, and the key that signs is destroyed when it is proved to be of no use any more. Every
 * step is one transaction, so that a crash leaves a state the page can go on from.
 */

import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newMigrationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";

/** Opens the migration of a JWT credential. Nothing changes at Adobe. Doing it twice has one effect. */
export async function startMigration(
  { viewer, origin }: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    if (credential.kind === "migrating") return succeed(null);
    if (credential.archivedAt !== null) {
      return refuse("This credential is archived. Restore it before you migrate it.");
    }
    if (credential.kind === "oauth") {
      return refuse("This credential is OAuth Server-to-Server already, so there is nothing to migrate.");
    }
    const migrationId = newMigrationId();
    await tx.migration.create({
      data: { id: migrationId, organizationId, credentialId, startedById: userId, startedAt: new Date() },
      select: { id: true },
    });
    await tx.credential.updateMany({
      where: { organizationId, id: credentialId },
      data: { kind: "migrating" },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "migration.started",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { migrationId },
    });
    return succeed(null);
  });
}

function refuse(message: string): Result<never, Failure> {
  return fail({ kind: "conflict", message });
}
