import type { ActContext } from "@/lib/auth/act-context";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { requestOwnToken } from "@/lib/rotation/console/own-grants";
import type { HeldRotation } from "@/lib/rotation/lease/hold-rotation";
import { finishOldDeletion } from "./finish-old-deletion";
import { describeOldGone, keepOldSecret } from "./old-deletion-outcome";
import { refuse } from "./refuse-out-of-turn";

/**
 * Finishes a rotation without API: a person says that the old secret is deleted in the Developer
 * Console, and only Adobe's refusal of it proves that. It is the one use of the old secret after the
 * promotion, when the watch is over.
 */
export async function proveOldRefused(
  context: ActContext,
  held: HeldRotation,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  const { locked } = held;
  const { environment, clientId, scopes, imsOrgId } = locked.credential;
  const { id, sealed } = getOldSecret(locked);
  const opened =
    sealed === null
      ? fail({ kind: "key_unavailable" } as const)
      : await openClientSecret(organizationId, { id, sealed });
  if (!opened.ok) {
    await keepOldSecret(held);
    return opened;
  }
  const granted = await requestOwnToken(organizationId, id, {
    environment,
    clientId,
    clientSecret: opened.value,
    scopes,
    ...(imsOrgId === null ? {} : { imsOrgId }),
  });
  if (granted.ok) {
    await keepOldSecret(held);
    return refuse(
      "Adobe still accepts the old secret: delete it in the Developer Console first. Nothing else was changed.",
    );
  }
  if (granted.failure.code === "client_secret_refused") {
    return finishOldDeletion(held, describeOldGone(locked, "none"));
  }
  await keepOldSecret(held, granted.failure.code);
  return fail({ kind: "adobe", adobe: granted.failure, environment });
}
