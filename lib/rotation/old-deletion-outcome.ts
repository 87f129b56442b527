import type { EventDetail, EventDraft } from "@/lib/audit/event";
import type { AdobeFailureCode } from "@/lib/failure";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import type { HeldRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { describeDeletion } from "@/lib/rotation/view/describe-deletion";

/** What the log says where the old secret is gone. `made`: by our own request. */
export function describeOldGone(locked: LockedRotation, effect: "made" | "none"): EventDraft {
  return describeDeletion(locked, targetIn(locked), "succeeded", effect);
}

/** What the log says where it is not, or nobody can tell. */
export function describeOldNotDeleted(
  locked: LockedRotation,
  effect: Exclude<EventDetail<"secret.deleted">["effect"], "made">,
  failureCode: AdobeFailureCode | null = null,
): EventDraft {
  return describeDeletion(locked, targetIn(locked), "failed", effect, failureCode);
}

/** The old secret surely still works: the rotation stands where it stood before the act. */
export async function keepOldSecret(
  { locked, settle }: HeldRotation,
  failureCode: AdobeFailureCode | null = null,
): Promise<void> {
  await settle({
    step: "found_still_there",
    data: {
      lastFailureCode: failureCode,
      overrideReason: null,
      // An earlier deletion may still be on its way.
      removingId: locked.rotation.removingId,
    },
    draft: describeOldNotDeleted(locked, "none", failureCode),
  });
}

function targetIn(locked: LockedRotation) {
  return { adobeSecretId: getOldSecret(locked).adobeSecretId, purpose: "old" } as const;
}
