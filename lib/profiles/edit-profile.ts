import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { EditProfileInput } from "./profile-input";
import { refuseNoted } from "./refuse-noted";

/** Corrects a note. What changes nothing leaves no event. */
export async function editProfile(
  { viewer, origin }: ActContext,
  { noteId, ...input }: EditProfileInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const { credentialId, product, profile } = input;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const where = { organizationId, credentialId, id: noteId };
    const stored = await tx.productProfileNote.findFirst({ where });
    if (stored === null) return fail({ kind: "not_found" });
    const isSame =
      stored.product === product &&
      stored.profile === profile &&
      stored.opens === input.opens &&
      stored.askedBy === input.askedBy &&
      stored.reason === input.reason &&
      stored.approvedBy === input.approvedBy &&
      stored.link === input.link &&
      stored.reviewOn?.getTime() === input.reviewOn?.getTime();
    if (isSame) return succeed(null);
    const noted = await refuseNoted(tx, organizationId, input, noteId);
    if (!noted.ok) return noted;
    await tx.productProfileNote.updateMany({ where, data: { ...input, updatedAt: new Date() } });
    await recordEvent(tx, organizationId, origin, {
      action: "profile.edited",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { noteId, product, profile },
    });
    return succeed(null);
  });
}
