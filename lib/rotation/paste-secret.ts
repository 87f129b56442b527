import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { clientSecretInput, credentialIdInput } from "@/lib/credentials/credential-input";
import { sealClientSecret } from "@/lib/credentials/seal-client-secret";
import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const pasteSecretInput = z.strictObject({
  credentialId: credentialIdInput,
  clientSecret: clientSecretInput,
});
type PasteSecretInput = z.infer<typeof pasteSecretInput>;

/**
 * Takes the new secret of a rotation without API from the person who added it in the Developer Console.
 * Until it is verified another one can be pasted in its place.
 */
export async function pasteSecret(
  context: ActContext,
  { credentialId, clientSecret }: PasteSecretInput,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = context.viewer;
  const place = { organizationId, credentialId, createdById: userId };
  const row = await sealClientSecret(place, clientSecret.secret, "pending");
  return changeRotation(context, credentialId, async (locked, tx) => {
    const { rotation, secrets } = locked;
    if (rotation.mode === "api") {
      return refuse(
        "This rotation adds the secret through Adobe's API, so nothing was stored. Press Add secret.",
      );
    }
    if (rotation.state !== "planned" && rotation.state !== "created") {
      return refuseOutOfTurn(
        rotation,
        "The new secret is verified already, so nothing was stored. To take another one, cancel this rotation and start anew.",
      );
    }
    const isSame = (fingerprint: Uint8Array) => Buffer.from(fingerprint).equals(row.fingerprint);
    const pending = secrets.find(({ id }) => id === rotation.newSecretId);
    if (pending !== undefined && isSame(pending.fingerprint)) return succeed(null);
    if (isSame(getOldSecret(locked).fingerprint)) {
      return refuseSecret(
        "This is the old secret. In the Developer Console, add a second one to this credential and paste that.",
      );
    }
    const holder = await findOtherHolder(tx, place, row.fingerprint);
    if (holder !== null) {
      return refuseSecret(`This secret belongs to “${holder}”. Paste the new secret of this credential.`);
    }
    return succeed({
      step: "pasted",
      data: { newSecretId: row.id, addedAt: new Date(), lastFailureCode: null },
      change: async (writer) => {
        if (pending !== undefined) {
          await writer.clientSecret.updateMany({
            where: { organizationId, id: pending.id },
            data: { state: "deleted", sealed: null, kid: null, deletedAt: new Date() },
          });
          // Whoever has confirmed, has the other one.
          await writer.rotationAcknowledgement.deleteMany({
            where: { organizationId, rotationId: rotation.id },
          });
        }
        await writer.clientSecret.create({ data: row, select: { id: true } });
      },
      draft: {
        action: "secret.pasted",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: { rotationId: rotation.id, fingerprint: showFingerprint(row.fingerprint) },
      },
    });
  });
}

function refuseSecret(message: string): Result<never, Failure> {
  return fail({ kind: "invalid_input", fields: { clientSecret: message } });
}

/** The name of another credential that has or had this secret. */
async function findOtherHolder(
  tx: Tx,
  { organizationId, credentialId }: { readonly organizationId: string; readonly credentialId: string },
  fingerprint: Uint8Array<ArrayBuffer>,
): Promise<string | null> {
  const row = await tx.clientSecret.findFirst({
    where: { organizationId, fingerprint, credentialId: { not: credentialId } },
    select: { credential: { select: { name: true } } },
  });
  return row?.credential.name ?? null;
}
