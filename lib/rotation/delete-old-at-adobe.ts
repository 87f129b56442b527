import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { deleteAtAdobe } from "@/lib/rotation/console/delete-at-adobe";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { isSecretRefused } from "@/lib/rotation/console/is-secret-refused";
import { readSlots } from "@/lib/rotation/console/read-slots";
import type { HeldRotation } from "@/lib/rotation/lease/hold-rotation";
import { type DeletionRefusal, guardDeletion } from "@/lib/rotation/policy/guard-deletion";
import { readUnlock } from "@/lib/rotation/queries/read-unlock";
import { explainLock } from "@/lib/rotation/view/explain-lock";
import { finishOldDeletion } from "./finish-old-deletion";
import { describeOldGone, describeOldNotDeleted, keepOldSecret } from "./old-deletion-outcome";
import { refuse } from "./refuse-out-of-turn";

/**
 * Deletes the old secret at Adobe with a token of the new one, after a fresh list: a use since the last
 * check stops it, and so does anything that could leave the credential without a secret.
 */
export async function deleteOldAtAdobe(
  context: ActContext,
  held: HeldRotation,
  { isOverridden }: { readonly isOverridden: boolean },
): Promise<Result<null, Failure>> {
  const { locked } = held;
  const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
  const [targetId, stayingId] = [old.adobeSecretId, fresh.adobeSecretId];
  if (targetId === null || stayingId === null) {
    await keepOldSecret(held);
    return refuse(explainGuard("not_told"));
  }
  const slots = await readSlots(context, locked, fresh);
  if (!slots.ok) {
    const code = codeOf(slots.failure);
    if (code === "client_secret_refused") return askOldItself(context, held);
    await keepOldSecret(held, code);
    return slots;
  }
  const guard = guardDeletion({
    listed: slots.value.secrets.map(({ adobeSecretId }) => adobeSecretId),
    targetId,
    tokenSecretId: stayingId,
    stayingId,
    toldIds: [targetId],
  });
  if (!guard.ok) {
    const { failure } = guard;
    // Somebody has deleted it.
    if (failure === "absent") return finishOldDeletion(held, describeOldGone(locked, "none"));
    await keepOldSecret(held);
    return refuse(explainGuard(failure));
  }
  if (!isOverridden) {
    const unlock = await readUnlock(getDb(), locked.rotation, { old, fresh });
    if (!unlock.isUnlocked) {
      await keepOldSecret(held);
      return refuse(explainLock(unlock));
    }
  }
  // Remembered until its end is known; and whoever has taken over meanwhile decides anew.
  const marked = await held.mark({ data: { removingId: targetId } });
  if (!marked.ok) {
    await keepOldSecret(held);
    return marked;
  }
  const deleted = await deleteAtAdobe(context, locked, {
    slots: slots.value,
    by: fresh,
    adobeSecretId: targetId,
  });
  if (deleted.ok) return finishOldDeletion(held, describeOldGone(locked, "made"));
  const { effect, failure } = deleted.failure;
  await (effect === "none" ? keepOldSecret(held, codeOf(failure)) : leaveUnknown(held, codeOf(failure)));
  return fail(failure);
}

/** Somebody took the new secret away. Where the old one is refused too, nothing of ours is left to wait for. */
async function askOldItself(context: ActContext, held: HeldRotation): Promise<Result<null, Failure>> {
  const { locked } = held;
  const refused = await isSecretRefused(context, locked, getOldSecret(locked));
  if (!refused.ok || !refused.value) {
    await keepOldSecret(held, "client_secret_refused");
    return refused.ok ? refuse(newIsRefused) : refused;
  }
  const finished = await finishOldDeletion(held, describeOldGone(locked, "none"));
  return finished.ok ? refuse(bothAreRefused) : finished;
}

const newIsRefused =
  "Adobe refuses the new secret, so the old one was not deleted: it still works. Press Cancel rotation to make it the current one again.";
const bothAreRefused =
  "The old secret is gone at Adobe, and the rotation is over. Adobe refuses the new one too: copy one that works from the Developer Console and store it with Replace secret.";

/** The secret may be gone or not. The state stays as it is, and a person finds out. */
async function leaveUnknown(
  { locked, settle }: HeldRotation,
  failureCode: ReturnType<typeof codeOf>,
): Promise<void> {
  await settle({
    data: { lastFailureCode: failureCode },
    draft: describeOldNotDeleted(locked, "unknown", failureCode),
  });
}

function explainGuard(refusal: Exclude<DeletionRefusal, "absent">): string {
  switch (refusal) {
    case "last_one":
    case "staying_missing":
      return "Adobe does not list the new secret any more, so the old one was not deleted: it may be the only one that works. Press Cancel rotation to make it the current one again.";
    case "own_token":
    case "not_told":
      return "Latchkey cannot tell for sure which secret at Adobe is the old one, so nothing was deleted. Delete it in the Developer Console.";
    default:
      return refusal satisfies never;
  }
}
