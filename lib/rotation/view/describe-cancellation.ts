import type { EventDraft } from "@/lib/audit/event";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { targetOf } from "@/lib/rotation/target-of";

/** `leftAtAdobe` are the ids of secrets that go on working although they are not the current one. */
export function describeCancellation(locked: LockedRotation, leftAtAdobe: readonly string[]): EventDraft {
  return {
    action: "rotation.cancelled",
    outcome: "succeeded",
    target: targetOf(locked),
    detail: { rotationId: locked.rotation.id, leftAtAdobe: [...leftAtAdobe] },
  };
}
