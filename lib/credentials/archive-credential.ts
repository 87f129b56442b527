import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { CredentialChoice } from "./credential-input";
import { lockCredential } from "./lock-credential";
import { refuseDuringMigration } from "./refuse-during-migration";
import { refuseDuringRotation } from "./refuse-during-rotation";

/** Takes a credential out of daily work. Nothing is lost and nothing changes at Adobe. */
export function archiveCredential(context: ActContext, input: CredentialChoice) {
  return setArchived(context, input, true);
}

/** Brings an archived credential back. */
export function restoreCredential(context: ActContext, input: CredentialChoice) {
  return setArchived(context, input, false);
}

/** Doing it twice has one effect and one event. */
async function setArchived(
  { viewer, origin }: ActContext,
  { credentialId }: CredentialChoice,
  isArchived: boolean,
): Promise<Result<CredentialChoice, Failure>> {
  const { organizationId } = viewer;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    if ((credential.archivedAt !== null) === isArchived) return succeed({ credentialId });
    if (isArchived) {
      if (credential.kind === "migrating") return refuseDuringMigration(credentialId);
      const undisturbed = await refuseDuringRotation(tx, organizationId, credentialId);
      if (!undisturbed.ok) return undisturbed;
    }
    await tx.credential.updateMany({
      where: { organizationId, id: credentialId },
      data: { archivedAt: isArchived ? new Date() : null },
    });
    await recordEvent(tx, organizationId, origin, {
      action: isArchived ? "credential.archived" : "credential.restored",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: {},
    });
    return succeed({ credentialId });
  });
}
