import { z } from "zod";
import { addSecret } from "@/lib/adobe/console-secrets";
import type { EventDetail, EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { AdobeFailureCode, Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { leaveUnbound } from "@/lib/rotation/console/bind-old-secret";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { readSlots } from "@/lib/rotation/console/read-slots";
import { type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import { isUnderWay } from "@/lib/rotation/policy/rotation-state";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { storeAddedSecret } from "./store-added-secret";
import { targetOf } from "./target-of";

export const addSecretInput = z.strictObject({ credentialId: credentialIdInput });
type AddSecretInput = z.infer<typeof addSecretInput>;

/**
 * Adds the new secret at Adobe, beside the one in use. A list before it shows that there is room, and
 * which ids were there; then one request goes out and no other. Where nobody can say whether it was
 * carried out, the rotation waits for a person.
 */
export async function addSecretAtAdobe(
  context: ActContext,
  { credentialId }: AddSecretInput,
): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "secret.add",
    {
      begin: async (locked) => {
        const { rotation } = locked;
        if (rotation.mode === "manual") {
          return refuse(
            "This rotation goes on by hand, so nothing was done. Add a secret in the Developer Console and paste it here.",
          );
        }
        if (rotation.newSecretId !== null && !isUnderWay(rotation.state)) return succeed(null);
        if (rotation.state !== "planned") return refuseOutOfTurn(rotation, "Nothing was done.");
        return succeed({
          draft: {
            action: "secret.add_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: { rotationId: rotation.id },
          },
        });
      },
    },
    (held) => addOnce(context, held),
  );
}

async function addOnce(context: ActContext, held: HeldRotation): Promise<Result<null, Failure>> {
  const { locked, settle, mark } = held;
  const old = getOldSecret(locked);
  const slots = await readSlots(context, locked, old);
  if (!slots.ok) {
    const code = codeOf(slots.failure);
    await settle({ draft: describeNotAdded(locked, "none", code), data: { lastFailureCode: code } });
    return slots;
  }
  const snapshotIds = slots.value.secrets.map(({ adobeSecretId }) => adobeSecretId);
  if (old.adobeSecretId === null || !snapshotIds.includes(old.adobeSecretId)) {
    await settle({ draft: describeNotAdded(locked, "none"), ...leaveUnbound(snapshotIds) });
    return refuse(
      "Adobe no longer lists the stored secret under the id it had, so no secret was added. Press Find out what happened.",
    );
  }
  if (snapshotIds.length > 1) {
    const code = "secret_limit_reached";
    await settle({ draft: describeNotAdded(locked, "none", code), data: { lastFailureCode: code } });
    return refuse(
      "Both slots at Adobe are taken, so no secret was added and none was deleted. Decide on this page about the one that is not in use.",
    );
  }
  const marked = await mark({
    step: "add_requested",
    // Whatever was to be deleted is gone: the bound one alone is listed.
    data: { snapshotIds, addRequestedAt: new Date(), removingId: null, finding: null },
  });
  if (!marked.ok) {
    await settle({ draft: describeNotAdded(locked, "none") });
    return marked;
  }
  const added = await addSecret(slots.value.consoleAct);
  if (added.ok) return storeAddedSecret(context, held, added.value);
  const { effect, ...adobe } = added.failure;
  await settle({
    draft: describeNotAdded(locked, effect, adobe.code),
    step: effect === "none" ? "add_refused" : "add_unclear",
    data: {
      lastFailureCode: adobe.code,
      ...(effect === "none" && { snapshotIds: [], addRequestedAt: null }),
    },
  });
  return fail({ kind: "adobe", adobe, environment: locked.credential.environment });
}

function describeNotAdded(
  locked: HeldRotation["locked"],
  effect: EventDetail<"secret.added">["effect"],
  failureCode: AdobeFailureCode | null = null,
): EventDraft {
  return {
    action: "secret.added",
    outcome: "failed",
    target: targetOf(locked),
    detail: { rotationId: locked.rotation.id, adobeSecretId: null, fingerprint: null, effect, failureCode },
  };
}
