import type { EventDraft } from "@/lib/audit/event";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import type { Result } from "@/lib/result";
import { blankSecrets } from "@/lib/rotation/console/blank-secrets";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { forgetKnownTokens } from "@/lib/rotation/console/known-tokens";
import type { HeldRotation } from "@/lib/rotation/lease/hold-rotation";
import { findForeignUse } from "@/lib/rotation/policy/evidence";
import { listEvidence } from "@/lib/rotation/queries/list-evidence";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { targetOf } from "./target-of";

/**
 * Ends a rotation whose old secret is gone at Adobe: `outcome` says in the log how that is known, the
 * stored value is blanked, and its fingerprint stays for the record.
 */
export async function finishOldDeletion(
  { locked, settle }: HeldRotation,
  outcome: EventDraft,
): Promise<Result<null, Failure>> {
  const { rotation } = locked;
  const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
  const lastUse = findForeignUse(await listEvidence(getDb(), rotation, old));
  const settled = await settle({
    step: "deleted",
    data: { lastFailureCode: null, removingId: null },
    change: (tx) => blankSecrets(tx, rotation, { id: old.id }),
    draft: outcome,
    further: [
      {
        action: "rotation.finished",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: {
          rotationId: rotation.id,
          fingerprint: showFingerprint(fresh.fingerprint),
          replaced: showFingerprint(old.fingerprint),
          lastUseOfOldAt: lastUse?.toISOString() ?? null,
        },
      },
    ],
  });
  if (settled.ok) forgetKnownTokens(old.id);
  return settled;
}
