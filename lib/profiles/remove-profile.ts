import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { RemoveProfileInput } from "./profile-input";

/** Removes a note. The event keeps which profile it was of; nothing changes at Adobe. */
export async function removeProfile(
  { viewer, origin }: ActContext,
  { credentialId, noteId }: RemoveProfileInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const where = { organizationId, credentialId, id: noteId };
    const stored = await tx.productProfileNote.findFirst({ where, select: { product: true, profile: true } });
    if (stored === null) return fail({ kind: "not_found" });
    await tx.productProfileNote.deleteMany({ where });
    await recordEvent(tx, organizationId, origin, {
      action: "profile.removed",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { noteId, ...stored },
    });
    return succeed(null);
  });
}
