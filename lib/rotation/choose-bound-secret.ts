import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { enterBinding } from "@/lib/rotation/console/bind-old-secret";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import { findingSchema } from "@/lib/rotation/policy/finding";
import { adobeSecretIdInput } from "./adobe-secret-id-input";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const chooseBoundSecretInput = z.strictObject({
  credentialId: credentialIdInput,
  adobeSecretId: adobeSecretIdInput,
});
type ChooseBoundSecretInput = z.infer<typeof chooseBoundSecretInput>;

/** Takes a person's word for which of Adobe's ids is the stored secret, where its use did not tell. */
export async function chooseBoundSecret(
  context: ActContext,
  { credentialId, adobeSecretId }: ChooseBoundSecretInput,
): Promise<Result<null, Failure>> {
  return changeRotation(context, credentialId, async (locked) => {
    const { rotation, secrets } = locked;
    const isChosen = getOldSecret(locked).adobeSecretId === adobeSecretId;
    if (rotation.state === "planned" && isChosen) return succeed(null);
    const finding = findingSchema.safeParse(rotation.finding);
    if (rotation.state !== "binding" || finding.data?.kind !== "not_bound") {
      return refuseOutOfTurn(rotation, "It is known which secret is the stored one. Nothing was changed.");
    }
    const { adobeSecretIds } = finding.data;
    if (!adobeSecretIds.includes(adobeSecretId)) {
      return refuse("Adobe did not list that secret at the last look. Press Find out what happened.");
    }
    if (secrets.some((one) => one.id !== rotation.oldSecretId && one.adobeSecretId === adobeSecretId)) {
      return refuse(
        "Latchkey holds another secret under that id, so it is not the stored one. Choose again.",
      );
    }
    return succeed({
      draft: {
        action: "rotation.bound",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: {
          rotationId: rotation.id,
          adobeSecretId,
          isChosen: true,
          secretCount: adobeSecretIds.length,
          failureCode: null,
        },
      },
      ...enterBinding(locked, adobeSecretId),
    });
  });
}
