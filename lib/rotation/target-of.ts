import type { EventTarget } from "@/lib/audit/event";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";

/** What every event of a rotation is about: its credential. */
export function targetOf({ credential }: Pick<LockedRotation, "credential">): EventTarget {
  return { type: "credential", id: credential.id, name: credential.name };
}
