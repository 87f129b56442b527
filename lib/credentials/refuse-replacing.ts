import { permissionOf } from "@/lib/auth/permissions";
import { isSteppedUp } from "@/lib/auth/sessions";
import type { Viewer } from "@/lib/auth/viewer";
import { type Clock, systemClock } from "@/lib/clock";
import type { Failure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";

/**
 * What Replace secret asks for, of an act that replaces a stored secret only now and then. Null where it may.
 */
export function refuseReplacing(viewer: Viewer, clock: Clock = systemClock): Result<never, Failure> | null {
  const grant = permissionOf(viewer.role, "secret.replace");
  if (grant === "no") return fail({ kind: "forbidden" });
  return grant === "step_up" && !isSteppedUp(viewer, clock.now()) ? fail({ kind: "step_up_required" }) : null;
}
