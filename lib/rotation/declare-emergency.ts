import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import { targetOf } from "./target-of";

/**
 * Makes the rotation that is under way an emergency: the old secret has leaked, so nobody waits until it
 * is quiet. Undefined where none is under way.
 */
export async function declareEmergency(
  context: ActContext,
  { credentialId }: { readonly credentialId: string },
): Promise<Result<null, Failure> | undefined> {
  const { organizationId } = context.viewer;
  const live = await getDb().rotation.findFirst({
    where: { organizationId, credentialId, state: { notIn: ["done", "cancelled"] } },
    select: { id: true },
  });
  if (live === null) return undefined;
  return changeRotation(context, credentialId, async (locked) => {
    if (locked.rotation.isEmergency) return succeed(null);
    return succeed({
      draft: {
        action: "rotation.emergency_declared",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: { rotationId: locked.rotation.id },
      },
      data: { isEmergency: true },
    });
  });
}
