import type { EventDetail, EventDraft } from "@/lib/audit/event";
import type { AdobeFailureCode } from "@/lib/failure";
import { getOldSecret } from "./held-secrets";
import type { HeldRotation } from "./hold-rotation";
import type { LockedRotation } from "./lock-rotation";
import { targetOf } from "./target-of";

/** What the log says of the end of an act that was to delete the old secret. */
export function describeOldDeletion(
  locked: LockedRotation,
  effect: EventDetail<"secret.deleted">["effect"],
  failureCode: AdobeFailureCode | null = null,
): EventDraft {
  return {
    action: "secret.deleted",
    outcome: effect === "made" ? "succeeded" : "failed",
    target: targetOf(locked),
    detail: {
      rotationId: locked.rotation.id,
      adobeSecretId: getOldSecret(locked).adobeSecretId,
      purpose: "old",
      effect,
      failureCode,
    },
  };
}

/** The old secret surely still works: the rotation stands where it stood before the act. */
export async function keepOldSecret(
  { locked, settle }: HeldRotation,
  failureCode: AdobeFailureCode | null = null,
): Promise<void> {
  await settle({
    step: "found_still_there",
    data: { lastFailureCode: failureCode, overrideReason: null },
    draft: describeOldDeletion(locked, "none", failureCode),
  });
}
