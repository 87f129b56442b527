import { deleteSecret } from "@/lib/adobe/console-secrets";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";
import { codeOf } from "./code-of-failure";
import { explainLock } from "./explain-lock";
import { finishOldDeletion } from "./finish-old-deletion";
import { type DeletionRefusal, guardDeletion } from "./guard-deletion";
import { getNewSecret, getOldSecret } from "./held-secrets";
import type { HeldRotation } from "./hold-rotation";
import { describeOldDeletion, keepOldSecret } from "./old-deletion-outcome";
import { readSlots } from "./read-slots";
import { readUnlock } from "./read-unlock";
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
    await keepOldSecret(held, codeOf(slots.failure));
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
    if (failure === "absent") return finish(context, held);
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
  // Whoever has taken over meanwhile decides anew.
  const mine = await held.mark({});
  if (!mine.ok) return mine;
  const deleted = await deleteSecret({ ...slots.value.consoleAct, adobeSecretId: targetId });
  if (deleted.ok && !deleted.value.wasAbsent) return finish(context, held);
  if (deleted.ok) return finishAbsent(context, held, targetId);
  const { effect, ...adobe } = deleted.failure;
  const failure = fail({ kind: "adobe", adobe, environment: locked.credential.environment });
  if (effect === "none") {
    await keepOldSecret(held, adobe.code);
    return failure;
  }
  await leaveUnknown(held, adobe.code);
  return failure;
}

/** Adobe said that there is no such secret; wrong numeric ids give the same answer, a list tells. */
async function finishAbsent(
  context: ActContext,
  held: HeldRotation,
  targetId: string,
): Promise<Result<null, Failure>> {
  const slots = await readSlots(context, held.locked, getNewSecret(held.locked));
  if (!slots.ok) {
    await leaveUnknown(held, codeOf(slots.failure));
    return slots;
  }
  if (!slots.value.secrets.some(({ adobeSecretId }) => adobeSecretId === targetId)) {
    return finish(context, held);
  }
  await keepOldSecret(held, "console_not_found");
  return refuse(
    "Adobe did not find the old secret and lists it all the same, so it is not deleted. Try again in a while.",
  );
}

function finish(context: ActContext, held: HeldRotation): Promise<Result<null, Failure>> {
  return finishOldDeletion(context, held, describeOldDeletion(held.locked, "made"));
}

/** The secret may be gone or not. The state stays as it is, and a person finds out. */
async function leaveUnknown(
  { locked, settle }: HeldRotation,
  failureCode: ReturnType<typeof codeOf>,
): Promise<void> {
  await settle({
    data: { lastFailureCode: failureCode },
    draft: describeOldDeletion(locked, "unknown", failureCode),
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
