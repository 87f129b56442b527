import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { bindSecret } from "@/lib/rotation/console/bind-secret";
import { blankSecrets } from "@/lib/rotation/console/blank-secrets";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { deleteAtAdobe } from "@/lib/rotation/console/delete-at-adobe";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { type Change, type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { RotationRow } from "@/lib/rotation/lease/rotation-row";
import { findingSchema } from "@/lib/rotation/policy/finding";
import { guardDeletion } from "@/lib/rotation/policy/guard-deletion";
import { describeDeletion, describeDeletionIntent } from "@/lib/rotation/view/describe-deletion";
import { adobeSecretIdInput } from "./adobe-secret-id-input";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";

export const deleteUnknownSecretInput = z.strictObject({
  credentialId: credentialIdInput,
  adobeSecretId: adobeSecretIdInput,
  confirmation: z.string().trim().max(200, "This is not the name of the credential."),
});
type DeleteUnknownSecretInput = z.infer<typeof deleteUnknownSecretInput>;

/**
 * Deletes the secret at Adobe that a person points at, because it takes the slot that the new one needs,
 * or came of an addition whose answer was lost. Never the stored one.
 */
export async function deleteUnknownSecret(
  context: ActContext,
  { credentialId, adobeSecretId, confirmation }: DeleteUnknownSecretInput,
): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "secret.delete_unknown",
    {
      begin: async (locked) => {
        const { rotation, credential } = locked;
        if (confirmation !== credential.name) {
          return fail({
            kind: "invalid_input",
            fields: { confirmation: `Type the name exactly as it stands: ${credential.name}` },
          });
        }
        if (rotation.mode === "manual") {
          return refuse("This rotation goes on by hand. Delete the secret in the Developer Console.");
        }
        if (!isTurn(rotation, adobeSecretId)) {
          return refuseOutOfTurn(
            rotation,
            "No secret at Adobe is in the way of this rotation. Nothing was done.",
          );
        }
        return succeed({ draft: describeDeletionIntent(locked, { adobeSecretId, purpose: "unknown" }) });
      },
    },
    (held) => removeSecret(context, held, adobeSecretId),
  );
}

/** While an addition is unclear, a person has to have seen what is there. */
function isTurn({ state, finding }: RotationRow, adobeSecretId: string): boolean {
  const seenIds = findingSchema.safeParse(finding).data?.adobeSecretIds ?? [];
  return state === "planned" || (state === "creating" && seenIds.includes(adobeSecretId));
}

async function removeSecret(
  context: ActContext,
  held: HeldRotation,
  adobeSecretId: string,
): Promise<Result<null, Failure>> {
  const { locked, settle, mark } = held;
  const target = { adobeSecretId, purpose: "unknown" } as const;
  const old = getOldSecret(locked);
  const leave = async (failure: Failure): Promise<Result<null, Failure>> => {
    const code = codeOf(failure);
    await settle({
      draft: describeDeletion(locked, target, "failed", "none", code),
      data: { lastFailureCode: code },
    });
    return fail(failure);
  };
  // A person may have chosen the wrong id for the stored secret, and then this one would be it.
  const bound = await bindSecret(context, locked, old, { isProven: true });
  if (!bound.ok) return leave(bound.failure);
  const { adobeSecretId: ownId, slots } = bound.value;
  if (ownId === null) return leave({ kind: "conflict", message: notProven });
  const guard = guardDeletion({
    listed: slots.secrets.map((one) => one.adobeSecretId),
    targetId: adobeSecretId,
    tokenSecretId: ownId,
    stayingId: ownId,
    toldIds: [adobeSecretId],
  });
  if (!guard.ok && guard.failure !== "absent") {
    return leave({ kind: "conflict", message: explainRefusal(guard.failure) });
  }
  const marked = await mark({ step: "remove_requested", data: { removingId: adobeSecretId } });
  if (!marked.ok) return leave(marked.failure);
  if (!guard.ok) {
    return settle({
      draft: describeDeletion(locked, target, "succeeded", "none"),
      ...enterRemoval(locked.rotation, adobeSecretId),
    });
  }
  const deleted = await deleteAtAdobe(context, locked, { slots, by: old, adobeSecretId });
  if (deleted.ok) {
    return settle({
      draft: describeDeletion(locked, target, "succeeded", "made"),
      ...enterRemoval(locked.rotation, adobeSecretId),
    });
  }
  const { effect, failure } = deleted.failure;
  const code = codeOf(failure);
  await settle({
    draft: describeDeletion(locked, target, "failed", effect, code),
    ...(effect === "none" && { step: "found_still_there" as const }),
    data: { lastFailureCode: code, ...(effect === "none" && { removingId: locked.rotation.removingId }) },
  });
  return fail(failure);
}

/** The slot is free: the new secret can be added. */
export function enterRemoval({ organizationId, credentialId }: RotationRow, adobeSecretId: string): Change {
  return {
    step: "removed",
    data: {
      removingId: null,
      finding: null,
      snapshotIds: [],
      addRequestedAt: null,
      lastFailureCode: null,
    },
    change: (tx) => blankSecrets(tx, { organizationId, credentialId }, { adobeSecretId }),
  };
}

const notProven =
  "Latchkey could not tell for sure which secret is the one in use, because both were used while it looked. Nothing was deleted. Try again, or delete the other one in the Developer Console.";

function explainRefusal(refusal: "not_told" | "own_token" | "last_one" | "staying_missing"): string {
  switch (refusal) {
    case "own_token":
    case "not_told":
      return "This is the secret that is in use, so it was not deleted.";
    case "last_one":
    case "staying_missing":
      return "Adobe no longer lists the secret that is in use, so nothing was deleted: this one may be the only one that works. Look at the credential in the Developer Console.";
    default:
      return refusal satisfies never;
  }
}
