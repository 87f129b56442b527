import { deleteSecret } from "@/lib/adobe/console-secrets";
import type { Effect } from "@/lib/adobe/effect-watch";
import type { ActContext } from "@/lib/auth/act-context";
import type { AdobeFailure, Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import { readSlots, type Slots } from "./read-slots";

/** Why a secret may still be there; `effect` says whether it surely is. */
export interface DeletionFailure {
  readonly effect: Effect;
  readonly failure: Failure;
}

/**
 * Deletes one secret with the token that the list was read with. `guardDeletion` must have agreed to it
 * on that list, and the state must say what is being done.
 */
export async function deleteAtAdobe(
  context: ActContext,
  locked: LockedRotation,
  {
    slots,
    by,
    adobeSecretId,
  }: { readonly slots: Slots; readonly by: StoredSecret; readonly adobeSecretId: string },
): Promise<Result<null, DeletionFailure>> {
  const { environment } = locked.credential;
  const deleted = await deleteSecret({ ...slots.consoleAct, adobeSecretId });
  if (!deleted.ok) {
    const { effect, ...adobe } = deleted.failure;
    return fail({ effect, failure: { kind: "adobe", adobe, environment } });
  }
  if (!deleted.value.wasAbsent) return succeed(null);
  // Wrong numeric ids are answered like a secret that is gone; a list tells them apart.
  const after = await readSlots(context, locked, by);
  if (!after.ok) return fail({ effect: "unknown", failure: after.failure });
  if (!after.value.secrets.some((one) => one.adobeSecretId === adobeSecretId)) return succeed(null);
  const { tries, durationMs } = deleted.value;
  const adobe: AdobeFailure = { code: "console_not_found", tries, durationMs };
  return fail({ effect: "none", failure: { kind: "adobe", adobe, environment } });
}
