import type { EventDetail, EventDraft } from "@/lib/audit/event";
import type { AdobeFailureCode } from "@/lib/failure";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { targetOf } from "@/lib/rotation/target-of";

type Purpose = EventDetail<"secret.deleted">["purpose"];

interface Target {
  readonly adobeSecretId: string | null;
  readonly purpose: Purpose;
}

/** The intent to delete a secret that is not the old one of a rotation that went well. */
export function describeDeletionIntent(locked: LockedRotation, target: Target): EventDraft {
  return {
    action: "secret.delete_requested",
    outcome: "requested",
    target: targetOf(locked),
    detail: { rotationId: locked.rotation.id, ...target, overrideReason: null },
  };
}

/** What came of it. `effect` of a secret that was gone already is `none`. */
export function describeDeletion(
  locked: LockedRotation,
  target: Target,
  outcome: "succeeded" | "failed",
  effect: EventDetail<"secret.deleted">["effect"],
  failureCode: AdobeFailureCode | null = null,
): EventDraft {
  return {
    action: "secret.deleted",
    outcome,
    target: targetOf(locked),
    detail: { rotationId: locked.rotation.id, ...target, effect, failureCode },
  };
}
