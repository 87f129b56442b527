import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { holdRotation } from "@/lib/rotation/lease/hold-rotation";
import { readUnlock } from "@/lib/rotation/queries/read-unlock";
import { explainLock } from "@/lib/rotation/view/explain-lock";
import { requiredText } from "@/lib/text-input";
import { deleteOldAtAdobe } from "./delete-old-at-adobe";
import { proveOldRefused } from "./prove-old-refused";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

const confirmation = z.string().trim().max(200, "This is not the name of the credential.");

export const deleteOldSecretInput = z.strictObject({ credentialId: credentialIdInput, confirmation });
type DeleteOldSecretInput = z.infer<typeof deleteOldSecretInput>;

export const deleteNowAnywayInput = deleteOldSecretInput.extend({ reason: requiredText("a reason", 500) });
type DeleteNowAnywayInput = z.infer<typeof deleteNowAnywayInput>;

/**
 * Deletes the old secret at Adobe once nobody needs it any more, and with that finishes the rotation. In
 * manual mode a person has deleted it, and Adobe has to refuse it before the rotation is done.
 */
export function deleteOldSecret(
  context: ActContext,
  input: DeleteOldSecretInput,
): Promise<Result<null, Failure>> {
  return deleteOld(context, input, null);
}

/** The same without waiting for the evidence, by decision of an owner, whose reason is kept. */
export function deleteNowAnyway(
  context: ActContext,
  { reason, ...input }: DeleteNowAnywayInput,
): Promise<Result<null, Failure>> {
  return deleteOld(context, input, reason);
}

async function deleteOld(
  context: ActContext,
  input: DeleteOldSecretInput,
  overrideReason: string | null,
): Promise<Result<null, Failure>> {
  const { credentialId } = input;
  return holdRotation(
    context,
    credentialId,
    "secret.delete_old",
    {
      begin: async (locked, tx) => {
        const { rotation, credential } = locked;
        if (rotation.state !== "promoted") {
          return refuseOutOfTurn(
            rotation,
            "The old secret is still the current one, so it was not deleted. Promote the new one first.",
          );
        }
        if (input.confirmation !== credential.name) {
          return fail({
            kind: "invalid_input",
            fields: { confirmation: `Type the name exactly as it stands: ${credential.name}` },
          });
        }
        const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
        if (overrideReason === null) {
          const unlock = await readUnlock(tx, rotation, { old, fresh });
          if (!unlock.isUnlocked) return refuse(explainLock(unlock));
        }
        return succeed({
          step: "delete_requested",
          data: { overrideReason },
          draft: {
            action: "secret.delete_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: {
              rotationId: rotation.id,
              adobeSecretId: old.adobeSecretId,
              purpose: "old",
              overrideReason,
            },
          },
        });
      },
    },
    (held) =>
      held.locked.rotation.mode === "manual"
        ? proveOldRefused(context, held)
        : deleteOldAtAdobe(context, held, { isOverridden: overrideReason !== null }),
  );
}
