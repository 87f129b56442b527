import type { EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { blankSecrets } from "@/lib/rotation/console/blank-secrets";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { deleteAtAdobe } from "@/lib/rotation/console/delete-at-adobe";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { isSecretRefused } from "@/lib/rotation/console/is-secret-refused";
import { forgetKnownTokens } from "@/lib/rotation/console/known-tokens";
import { readSlots } from "@/lib/rotation/console/read-slots";
import { type Change, type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import { findForeignUse } from "@/lib/rotation/policy/evidence";
import { guardDeletion } from "@/lib/rotation/policy/guard-deletion";
import { listEvidence } from "@/lib/rotation/queries/list-evidence";
import { describeCancellation } from "@/lib/rotation/view/describe-cancellation";
import { describeDeletion, describeDeletionIntent } from "@/lib/rotation/view/describe-deletion";
import { showTime } from "@/lib/rotation/view/show-time";
import { refuseOutOfTurn } from "./refuse-out-of-turn";

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
  // The one that stays has to work. A list shows no more than ids, and a person may have chosen a wrong one.
  const refused = await isSecretRefused(context, locked, old);
  if (!refused.ok) return leave(refused.failure);
  if (refused.value) {
    const isGone = await isRefused(context, locked, fresh);
    return isGone ? finishGone(held) : leave({ kind: "conflict", message: oldIsMissing });
  }
  const slots = await readSlots(context, locked, old);
  if (!slots.ok) return leave(slots.failure);
  const listed = slots.value.secrets.map(({ adobeSecretId }) => adobeSecretId);
  if (!listed.includes(targetId)) return finishGone(held);
  const guard = guardDeletion({
    listed,
    targetId,
    tokenSecretId: stayingId,
    stayingId,
    toldIds: [targetId],
  });
  if (!guard.ok) return leave({ kind: "conflict", message: oldIsMissing });
  const usedAt = findForeignUse(await listEvidence(getDb(), locked.rotation, fresh));
  if (usedAt !== null && !isUseAccepted) {
    return leave({ kind: "conflict", message: explainUse(usedAt) });
  }
  const marked = await mark({ step: "cancel_requested", data: { removingId: targetId } });
  if (!marked.ok) return leave(marked.failure);
  const deletion = { slots: slots.value, by: old, adobeSecretId: targetId };
  const deleted = await deleteAtAdobe(context, locked, deletion);
  if (deleted.ok) return finish(held, "made");
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

/** Somebody took the old one away. Where the new one is refused as well, nothing of ours is left to delete. */
async function isRefused(context: ActContext, locked: LockedRotation, fresh: StoredSecret): Promise<boolean> {
  const refused = await isSecretRefused(context, locked, fresh);
  return refused.ok && refused.value;
}

async function finishGone(held: HeldRotation): Promise<Result<null, Failure>> {
  const marked = await held.mark({ step: "cancel_requested" });
  if (marked.ok) return finish(held, "none");
  await held.settle({ draft: describeOutcome(held.locked, "failed", "none") });
  return marked;
}

async function finish(
  { locked, settle }: HeldRotation,
  effect: "made" | "none",
): Promise<Result<null, Failure>> {
  const settled = await settle({
    draft: describeOutcome(locked, "succeeded", effect),
    further: [describeCancellation(locked, [])],
    ...enterNewDeletion(locked),
  });
  if (settled.ok) forgetKnownTokens(getNewSecret(locked).id);
  return settled;
}

function describeOutcome(
  locked: LockedRotation,
  outcome: "succeeded" | "failed",
  effect: "made" | "none",
): EventDraft {
  const { adobeSecretId } = getNewSecret(locked);
  return describeDeletion(locked, { adobeSecretId, purpose: "new" }, outcome, effect);
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
  "Adobe no longer knows the old secret, so the new one was not deleted: it may be the only one that works. Go on with the rotation instead.";

function explainUse(at: Date): string {
  return `Somebody other than Latchkey has used the new secret (${showTime(at)}), so it was not deleted. Cancel again and accept that whoever uses it is cut off.`;
}
