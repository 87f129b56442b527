import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { destroyJwtKey } from "@/lib/credentials/jwt/destroy-jwt-key";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { blankClientSecrets } from "./blank-client-secrets";
import { credentialIdInput } from "./credential-input";
import { lockCredential } from "./lock-credential";
import { refuseDuringMigration } from "./refuse-during-migration";
import { refuseDuringRotation } from "./refuse-during-rotation";

export const deleteCredentialInput = z.strictObject({
  credentialId: credentialIdInput,
  confirmation: z.string().trim().max(200, "This is not the name of the credential."),
});
type DeleteCredentialInput = z.infer<typeof deleteCredentialInput>;

/**
 * Deletes a credential for ever: its sealed secrets and its private key are blanked, its notes, tests, probes
 * and readings of profiles go, and its row stays as a gravestone that events can name; the records of its
 * rotations and its migration stay with it. The client ID is free again. Nothing changes at Adobe.
 */
export async function deleteCredential(
  context: ActContext,
  { credentialId, confirmation }: DeleteCredentialInput,
): Promise<Result<null, Failure>> {
  const { viewer, origin } = context;
  const { organizationId } = viewer;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const { name, clientId } = credential;
    if (confirmation !== name) {
      return fail({
        kind: "invalid_input",
        fields: { confirmation: `Type the name exactly as it stands: ${name}` },
      });
    }
    if (credential.kind === "migrating") return refuseDuringMigration(credentialId);
    const undisturbed = await refuseDuringRotation(tx, organizationId, credentialId);
    if (!undisturbed.ok) return undisturbed;
    const deletedAt = new Date();
    const count = await blankClientSecrets(tx, { organizationId, credentialId }, deletedAt);
    await tx.tokenTest.deleteMany({ where: { organizationId, credentialId } });
    await tx.probeRun.deleteMany({ where: { organizationId, credentialId } });
    await tx.profileReading.deleteMany({ where: { organizationId, credentialId } });
    await tx.credential.updateMany({
      where: { organizationId, id: credentialId },
      data: {
        deletedAt,
        notes: "",
        technicalAccountId: null,
        technicalAccountEmail: null,
        scopes: [],
        metascopes: [],
      },
    });
    await destroyJwtKey(tx, context, { id: credentialId, name }, deletedAt);
    await recordEvent(tx, organizationId, origin, {
      action: "credential.deleted",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name },
      detail: { clientId, secretsBlanked: count },
    });
    return succeed(null);
  });
}
