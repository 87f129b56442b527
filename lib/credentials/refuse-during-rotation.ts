import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";

/**
 * Refuses what would pull the ground from under a rotation. To be asked while the credential is locked:
 * a rotation starts under the same lock.
 */
export async function refuseDuringRotation(
  tx: Tx,
  organizationId: OrganizationId,
  credentialId: string,
): Promise<Result<null, Failure>> {
  const live = await tx.rotation.count({
    where: { organizationId, credentialId, state: { notIn: ["done", "cancelled"] } },
  });
  if (live === 0) return succeed(null);
  return fail({
    kind: "conflict",
    message: "A rotation of this credential is under way, so nothing was changed. Finish or cancel it first.",
    href: `/credentials/${credentialId}/rotation`,
    hrefLabel: "Open the rotation",
  });
}
