import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { destroyJwtKey } from "@/lib/credentials/jwt/destroy-jwt-key";
import { getDb, type Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { AdobeFailureCode, Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { prepareTestSubject } from "@/lib/tokens/prepare-test-subject";
import { askForToken } from "@/lib/tokens/test-token";
import { findJwtUses } from "./jwt-uses";
import { type LockedMigration, lockMigration } from "./lock-migration";
import { judgeMigration } from "./migration-policy";

export const finishMigrationInput = z.strictObject({
  credentialId: credentialIdInput,
  confirmation: z.string().trim().max(200, "This is not the name of the credential."),
});
type FinishMigrationInput = z.infer<typeof finishMigrationInput>;

/** How Adobe answers for a JWT credential that is not there any more. */
const gone: ReadonlySet<AdobeFailureCode> = new Set<AdobeFailureCode>(["jwt_ended", "jwt_client_refused"]);
/** The same, where the key and all that goes with it have worked before; else they may have been wrong all along. */
const goneIfItWorked: ReadonlySet<AdobeFailureCode> = new Set<AdobeFailureCode>([
  "jwt_signature_refused",
  "jwt_metascopes_refused",
  "client_secret_refused",
]);

/**
 * Ends a migration well. Adobe is asked once more to exchange a JWT and must refuse; then the key is destroyed
 * and the credential is OAuth, in one transaction with the events. Until then everything stays as it was, so it
 * can be pressed again.
 */
export async function finishMigration(
  context: ActContext,
  { credentialId, confirmation }: FinishMigrationInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  const ready = await inTransaction((tx) => checkReady(tx, context, credentialId, confirmation));
  if (!ready.ok) return ready;
  const subject = await prepareTestSubject(organizationId, credentialId, "jwt");
  if (!subject.ok) return subject;
  const asked = await askForToken(context, subject.value);
  if (!asked.ok) return asked;
  const { grant } = asked.value;
  if (grant.ok) {
    return refuse(
      "Adobe still exchanged the JWT for a token, so the JWT credential is not deleted and nothing was finished. Delete it in the Developer Console first. That token counts as a use: the day of quiet begins anew.",
    );
  }
  if (!(await isProofOfEnd(organizationId, subject.value.clientSecretId, grant.failure.code))) {
    return fail({ kind: "adobe", adobe: grant.failure, environment: subject.value.environment });
  }
  return inTransaction(async (tx) => {
    const still = await checkReady(tx, context, credentialId, confirmation);
    return still.ok ? finish(tx, context, still.value) : still;
  });
}

async function isProofOfEnd(
  organizationId: OrganizationId,
  clientSecretId: string,
  code: AdobeFailureCode,
): Promise<boolean> {
  if (gone.has(code)) return true;
  if (!goneIfItWorked.has(code)) return false;
  const worked = await getDb().tokenTest.count({
    where: { organizationId, clientSecretId, outcome: "succeeded" },
  });
  return worked > 0;
}

async function checkReady(
  tx: Tx,
  { viewer: { organizationId } }: ActContext,
  credentialId: string,
  confirmation: string,
): Promise<Result<LockedMigration, Failure>> {
  const locked = await lockMigration(tx, organizationId, credentialId);
  if (!locked.ok) return locked;
  const { credential, migration } = locked.value;
  if (confirmation !== credential.name) {
    return fail({
      kind: "invalid_input",
      fields: { confirmation: `Type the name exactly as it stands: ${credential.name}` },
    });
  }
  const { useTypedAt, lastJwtUseAt, lastOauthUseAt, oauthWorkedAt } = migration;
  const secrets = await tx.clientSecret.count({ where: { organizationId, credentialId, state: "current" } });
  const uses = await findJwtUses(tx, organizationId, credentialId);
  const { isUnlocked } = judgeMigration({
    ...{ hasSecret: secrets > 0, oauthWorkedAt, ...uses },
    typed: useTypedAt === null ? null : { at: useTypedAt, lastJwtUseAt, lastOauthUseAt },
  });
  return isUnlocked
    ? locked
    : refuse("A condition for finishing is not met any more, so nothing was done. The page lists them.");
}

async function finish(
  tx: Tx,
  context: ActContext,
  { credential, migration }: LockedMigration,
): Promise<Result<null, Failure>> {
  const { viewer, origin } = context;
  const { organizationId, userId } = viewer;
  const { id, name } = credential;
  const now = new Date();
  const fingerprint = await destroyJwtKey(tx, context, credential, now);
  if (fingerprint === null) throw new Error("A credential that is migrating has no key.");
  await tx.credential.updateMany({ where: { organizationId, id }, data: { kind: "oauth" } });
  await tx.migration.updateMany({
    where: { organizationId, id: migration.id },
    data: { endedAt: now, endedById: userId, isFinished: true },
  });
  await recordEvent(tx, organizationId, origin, {
    action: "migration.finished",
    outcome: "succeeded",
    target: { type: "credential", id, name },
    detail: { migrationId: migration.id, fingerprint },
  });
  return succeed(null);
}

function refuse(message: string): Result<never, Failure> {
  return fail({ kind: "conflict", message });
}
