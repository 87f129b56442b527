import type { EventDetail, EventDraft, EventOutcome } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { isSecretRefused } from "@/lib/rotation/console/is-secret-refused";
import { readSlots } from "@/lib/rotation/console/read-slots";
import { type Entry, type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { removalMayLandUntil } from "@/lib/rotation/lease/rotation-row";
import { describeCancellation } from "@/lib/rotation/view/describe-cancellation";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { explainLanding, refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

/**
 * Cancels after promotion: the old secret becomes the current one again, unless Adobe shows that it is
 * gone. The new one goes on working and its value is kept: whoever was handed it may depend on it.
 */
export async function putBack(context: ActContext, credentialId: string): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "rotation.cancel",
    {
      begin: async (locked) => {
        if (locked.rotation.state !== "promoted") {
          return refuseOutOfTurn(
            locked.rotation,
            "The rotation has moved on meanwhile, so nothing was done.",
          );
        }
        const landingUntil = removalMayLandUntil(locked.rotation);
        if (landingUntil !== null) return refuse(explainLanding(landingUntil));
        return succeed({ draft: describePutBack(locked, "requested") });
      },
    },
    (held) => putBackOnceSeen(context, held),
  );
}

async function putBackOnceSeen(context: ActContext, held: HeldRotation): Promise<Result<null, Failure>> {
  const { locked, settle } = held;
  const seen = await isOldThere(context, locked);
  if (seen.ok && seen.value) return settle(enterPutBack(locked));
  await settle({ draft: describePutBack(locked, "failed") });
  return seen.ok ? fail({ kind: "conflict", message: oldIsGone }) : seen;
}

/**
 * A look that fails keeps nobody from going back, for it may be the new secret that fails. But where a
 * deletion of the old one was ever sent without an answer, it has to prove that it works. By hand there is
 * no list, and the old secret is asked itself.
 */
async function isOldThere(context: ActContext, locked: LockedRotation): Promise<Result<boolean, Failure>> {
  const old = getOldSecret(locked);
  if (locked.rotation.mode === "manual") {
    const refused = await isSecretRefused(context, locked, old);
    return succeed(!refused.ok || !refused.value);
  }
  const slots = await readSlots(context, locked, getNewSecret(locked));
  if (slots.ok) return succeed(slots.value.secrets.some((one) => one.adobeSecretId === old.adobeSecretId));
  if (locked.rotation.removingId === null) return succeed(true);
  const refused = await isSecretRefused(context, locked, old);
  return refused.ok ? succeed(!refused.value) : refused;
}

const oldIsGone =
  "The old secret is gone at Adobe, so going back would leave the credential without a secret that works. Nothing was changed. Finish with Delete old secret, which then has nothing left to delete.";

function enterPutBack(locked: LockedRotation): Entry {
  const { organizationId } = locked.rotation;
  const [old, fresh] = [getOldSecret(locked), getNewSecret(locked)];
  return {
    draft: describePutBack(locked, "succeeded"),
    draftIfLost: describePutBack(locked, "failed"),
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

function describePutBack(locked: LockedRotation, outcome: EventOutcome): EventDraft {
  const detail: EventDetail<"secret.put_back"> = {
    rotationId: locked.rotation.id,
    fingerprint: showFingerprint(getOldSecret(locked).fingerprint),
    replaces: showFingerprint(getNewSecret(locked).fingerprint),
  };
  return { action: "secret.put_back", outcome, target: targetOf(locked), detail };
}
