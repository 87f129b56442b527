import { showFingerprint } from "@/lib/sealing/fingerprint";
import { describeCancellation } from "./describe-cancellation";
import { getNewSecret, getOldSecret } from "./held-secrets";
import type { Entry } from "./hold-rotation";
import type { LockedRotation } from "./lock-rotation";
import { targetOf } from "./target-of";

/**
 * Makes the old secret the current one again. The new one goes on working at Adobe and its value is kept:
 * whoever was handed it already may depend on it.
 */
export function putBack(locked: LockedRotation): Entry {
  const { id, organizationId } = locked.rotation;
  const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
  return {
    draft: {
      action: "secret.put_back",
      outcome: "succeeded",
      target: targetOf(locked),
      detail: {
        rotationId: id,
        fingerprint: showFingerprint(old.fingerprint),
        replaces: showFingerprint(fresh.fingerprint),
      },
    },
    further: [describeCancellation(locked, fresh.adobeSecretId === null ? [] : [fresh.adobeSecretId])],
    step: "put_back",
    change: async (tx) => {
      // In this order: there is at most one current secret at any time.
      await tx.clientSecret.updateMany({
        where: { organizationId, id: fresh.id },
        data: { state: "previous" },
      });
      await tx.clientSecret.updateMany({
        where: { organizationId, id: old.id },
        data: { state: "current" },
      });
    },
  };
}
