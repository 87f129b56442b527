import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { blankSecrets } from "./blank-secrets";
import { codeOf } from "./code-of-failure";
import { forgetConsoleToken } from "./console-tokens";
import { deleteAtAdobe } from "./delete-at-adobe";
import { describeCancellation } from "./describe-cancellation";
import { describeDeletion, describeDeletionIntent } from "./describe-deletion";
import { findForeignUse } from "./evidence";
import { guardDeletion } from "./guard-deletion";
import { getNewSecret, getOldSecret } from "./held-secrets";
import { type Change, type HeldRotation, holdRotation } from "./hold-rotation";
import { listEvidence } from "./list-evidence";
import type { LockedRotation } from "./lock-rotation";
import { readSlots } from "./read-slots";
import { refuseOutOfTurn } from "./refuse-out-of-turn";
import { showTime } from "./show-time";

/** Cancels before promotion: the new secret is deleted at Adobe with a token of the old one. */
export async function cancelAtAdobe(
  context: ActContext,
  credentialId: string,
  options: { readonly isUseAccepted: boolean },
): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "rotation.cancel",
    {
      begin: async (locked) => {
        const { state } = locked.rotation;
        if (state !== "created" && state !== "verified") {
          return refuseOutOfTurn(
            locked.rotation,
            "The rotation has moved on meanwhile, so nothing was done.",
          );
        }
        const { adobeSecretId } = getNewSecret(locked);
        return succeed({ draft: describeDeletionIntent(locked, { adobeSecretId, purpose: "new" }) });
      },
    },
    (held) => deleteNew(context, held, options),
  );
}

async function deleteNew(
  context: ActContext,
  held: HeldRotation,
  { isUseAccepted }: { readonly isUseAccepted: boolean },
): Promise<Result<null, Failure>> {
  const { locked, settle, mark } = held;
  const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
  const [targetId, stayingId] = [fresh.adobeSecretId ?? "", old.adobeSecretId ?? ""];
  const target = { adobeSecretId: fresh.adobeSecretId, purpose: "new" } as const;
  const leave = async (failure: Failure): Promise<Result<null, Failure>> => {
    const code = codeOf(failure);
    await settle({
      draft: describeDeletion(locked, target, "failed", "none", code),
      data: { lastFailureCode: code },
    });
    return fail(failure);
  };
  const slots = await readSlots(context, locked, old);
  if (!slots.ok) return leave(slots.failure);
  const guard = guardDeletion({
    listed: slots.value.secrets.map(({ adobeSecretId }) => adobeSecretId),
    targetId,
    tokenSecretId: stayingId,
    stayingId,
    toldIds: [targetId],
  });
  if (!guard.ok && guard.failure !== "absent") return leave({ kind: "conflict", message: oldIsMissing });
  const usedAt = findForeignUse(await listEvidence(getDb(), locked.rotation, fresh));
  if (guard.ok && usedAt !== null && !isUseAccepted) {
    return leave({ kind: "conflict", message: explainUse(usedAt) });
  }
  const marked = await mark({ step: "cancel_requested", data: { removingId: targetId } });
  if (!marked.ok) return leave(marked.failure);
  const deleted = guard.ok
    ? await deleteAtAdobe(context, locked, { slots: slots.value, by: old, adobeSecretId: targetId })
    : succeed(null);
  if (deleted.ok) {
    const settled = await settle({
      draft: describeDeletion(locked, target, "succeeded", guard.ok ? "made" : "none"),
      further: [describeCancellation(locked, [])],
      ...enterNewDeletion(locked),
    });
    if (settled.ok) forgetConsoleToken(fresh.id);
    return settled;
  }
  const { effect, failure } = deleted.failure;
  const code = codeOf(failure);
  await settle({
    draft: describeDeletion(locked, target, "failed", effect, code),
    ...(effect === "none" && { step: "found_still_there" as const }),
    data: {
      lastFailureCode: code,
      ...(effect === "none" && { removingId: locked.rotation.removingId }),
    },
  });
  return fail(failure);
}

/** The new secret is gone at Adobe, so its value goes here, and the rotation is over. */
export function enterNewDeletion({ rotation }: LockedRotation): Change {
  const { organizationId, credentialId, newSecretId } = rotation;
  return {
    step: "new_deleted",
    data: { removingId: null, finding: null, lastFailureCode: null },
    change: async (tx) => {
      if (newSecretId !== null) await blankSecrets(tx, { organizationId, credentialId }, { id: newSecretId });
    },
  };
}

const oldIsMissing =
  "Adobe no longer lists the old secret, so the new one was not deleted: it may be the only one that works. Go on with the rotation instead.";

function explainUse(at: Date): string {
  return `Somebody other than Latchkey has used the new secret (${showTime(at)}), so it was not deleted. Cancel again and accept that whoever uses it is cut off.`;
}
