import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import type { Result } from "@/lib/result";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { isSecretRefused } from "@/lib/rotation/console/is-secret-refused";
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
  const { locked } = held;
  const refused = await isSecretRefused(context, locked, getOldSecret(locked));
  if (!refused.ok) {
    await keepOldSecret(held, codeOf(refused.failure));
    return refused;
  }
  if (refused.value) return finishOldDeletion(held, describeOldGone(locked, "none"));
  await keepOldSecret(held);
  return refuse(
    "Adobe still accepts the old secret: delete it in the Developer Console first. Nothing else was changed.",
  );
}
