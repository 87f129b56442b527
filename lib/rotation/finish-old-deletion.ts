import type { EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import type { Result } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { forgetConsoleToken } from "./console-tokens";
import { findForeignUse } from "./evidence";
import { getNewSecret, getOldSecret } from "./held-secrets";
import type { HeldRotation } from "./hold-rotation";
import { listEvidence } from "./list-evidence";
import { targetOf } from "./target-of";

/**
 * Ends a rotation whose old secret is gone at Adobe: `outcome` says in the log how that is known, the
 * stored value is blanked, and its fingerprint stays for the record.
 */
export async function finishOldDeletion(
  { viewer }: ActContext,
  { locked, settle }: HeldRotation,
  outcome: EventDraft,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const { rotation } = locked;
  const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
  const lastUse = findForeignUse(await listEvidence(getDb(), rotation, old));
  const settled = await settle({
    step: "deleted",
    data: { lastFailureCode: null },
    change: async (tx) => {
      await tx.clientSecret.updateMany({
        where: { organizationId, id: old.id },
        data: { state: "deleted", sealed: null, kid: null, deletedAt: new Date() },
      });
    },
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
  if (settled.ok) forgetConsoleToken(old.id);
  return settled;
}
