import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import { removalMayLandUntil } from "@/lib/rotation/lease/rotation-row";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { explainLanding, refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const promoteSecretInput = credentialChoice;

/**
 * Makes the verified secret the current one. From then on Latchkey itself uses no other; the old one
 * stays stored and stays valid at Adobe. Adobe is not asked.
 */
export async function promoteSecret(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = context.viewer;
  return changeRotation(context, credentialId, async (locked) => {
    const { rotation } = locked;
    if (rotation.state === "promoted") return succeed(null);
    if (rotation.state !== "verified") {
      return refuseOutOfTurn(
        rotation,
        "The new secret is not verified yet, so nothing was changed and the old one is still in use. Verify it first.",
      );
    }
    const landingUntil = removalMayLandUntil(rotation);
    if (landingUntil !== null) return refuse(explainLanding(landingUntil));
    const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
    return succeed({
      step: "promoted",
      data: { promotedAt: new Date(), promotedById: userId, lastFailureCode: null },
      change: async (tx) => {
        // In this order: a credential never has two current secrets.
        await tx.clientSecret.updateMany({
          where: { organizationId, id: old.id },
          data: { state: "previous" },
        });
        await tx.clientSecret.updateMany({
          where: { organizationId, id: fresh.id },
          data: { state: "current" },
        });
      },
      draft: {
        action: "secret.promoted",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: {
          rotationId: rotation.id,
          fingerprint: showFingerprint(fresh.fingerprint),
          replaces: showFingerprint(old.fingerprint),
        },
      },
    });
  });
}
