import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newProfileNoteId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { AddProfileInput } from "./profile-input";
import { refuseNoted } from "./refuse-noted";

/** More than any technical account has. */
const maxNotes = 200;

/** Notes a product profile. One that is noted already is refused at its field. */
export async function addProfile(
  { viewer, origin }: ActContext,
  input: AddProfileInput,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  const { credentialId, product, profile } = input;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const noted = await refuseNoted(tx, organizationId, input);
    if (!noted.ok) return noted;
    if ((await tx.productProfileNote.count({ where: { organizationId, credentialId } })) >= maxNotes) {
      return fail({
        kind: "conflict",
        message: `A credential has room for ${maxNotes} product profiles. Remove one that is no longer attached.`,
      });
    }
    const id = newProfileNoteId();
    await tx.productProfileNote.create({
      data: { ...input, id, organizationId, createdById: userId },
      select: { id: true },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "profile.noted",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { noteId: id, product, profile },
    });
    return succeed(null);
  });
}
