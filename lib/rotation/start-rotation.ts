/**
 * The room of rotation: replacing the current secret of a credential without an outage, in steps of which
 * each leaves something that works. `rotation-state.ts` says which step may follow which. An act at Adobe
 * runs under a lease (`hold-rotation.ts`), between an event that says what is going to be done and one
 * that says what came of it. Only actions call these commands.
 */

import { z } from "zod";
import type { EventDetail, EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { bindOldSecret, whyUnbound } from "@/lib/rotation/console/bind-old-secret";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import { rotationModes } from "@/lib/rotation/policy/rotation-state";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { declareEmergency } from "./declare-emergency";
import { openRotation } from "./open-rotation";
import { refuse } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

const quietHoursError = "Enter a whole number of hours from 24 to 2160, which is 90 days.";

export const startRotationInput = z.strictObject({
  credentialId: credentialIdInput,
  mode: z.enum(rotationModes, "Choose how to rotate.").default("api"),
  /** How long the old secret must have been unused; a token lives 24 hours. */
  quietHours: z
    .string()
    .trim()
    .transform((text) => (text === "" ? "24" : text))
    .pipe(
      z
        .string()
        .regex(/^\d{1,4}$/, quietHoursError)
        .transform(Number),
    )
    .pipe(z.number().min(24, quietHoursError).max(2160, quietHoursError))
    .default(24),
});
type StartRotationInput = z.infer<typeof startRotationInput>;

/**
 * Starts a rotation and binds: finds out which of Adobe's ids is the secret that is stored. A call that
 * fails ends it at once, so that it can be started anew. By hand there is nothing to bind.
 */
export async function startRotation(
  context: ActContext,
  input: StartRotationInput,
): Promise<Result<null, Failure>> {
  return start(context, input, { isEmergency: false });
}

/**
 * The same for a secret that has leaked: nobody waits until it is quiet. A rotation that is under way
 * becomes an emergency.
 */
export async function startEmergencyRotation(
  context: ActContext,
  input: StartRotationInput,
): Promise<Result<null, Failure>> {
  const declared = await declareEmergency(context, input);
  return declared ?? start(context, input, { isEmergency: true });
}

async function start(
  context: ActContext,
  { credentialId, mode, quietHours }: StartRotationInput,
  { isEmergency }: { readonly isEmergency: boolean },
): Promise<Result<null, Failure>> {
  const act = isEmergency ? "rotation.start_emergency" : "rotation.start";
  return holdRotation(
    context,
    credentialId,
    act,
    {
      open: (tx) => openRotation(tx, context, { credentialId, mode, quietHours, isEmergency }),
      begin: async (locked) => {
        const fingerprint = showFingerprint(getOldSecret(locked).fingerprint);
        return succeed({
          draft: {
            action: "rotation.started",
            outcome: "requested",
            target: targetOf(locked),
            detail: { rotationId: locked.rotation.id, mode, isEmergency, quietHours, fingerprint },
          },
        });
      },
    },
    (held) => (mode === "manual" ? planByHand(held) : bind(context, held)),
  );
}

async function planByHand({ locked, settle }: HeldRotation): Promise<Result<null, Failure>> {
  return settle({
    draft: describeBinding(locked, "succeeded", { adobeSecretId: null, secretCount: null }),
    step: "bound",
    data: { boundAt: new Date() },
  });
}

async function bind(context: ActContext, { locked, settle }: HeldRotation): Promise<Result<null, Failure>> {
  const bound = await bindOldSecret(context, locked);
  if (!bound.ok) {
    const failureCode = codeOf(bound.failure);
    const settled = await settle({
      draft: describeBinding(locked, "failed", { adobeSecretId: null, secretCount: null, failureCode }),
      step: "bind_refused",
      data: { lastFailureCode: failureCode },
    });
    return settled.ok ? bound : settled;
  }
  const { adobeSecretId, listedIds, change } = bound.value;
  const outcome = adobeSecretId === null ? "failed" : "succeeded";
  const detail = { adobeSecretId, secretCount: listedIds.length };
  const settled = await settle({ draft: describeBinding(locked, outcome, detail), ...change });
  return settled.ok && adobeSecretId === null ? refuse(whyUnbound) : settled;
}

function describeBinding(
  locked: HeldRotation["locked"],
  outcome: "succeeded" | "failed",
  detail: Omit<EventDetail<"rotation.bound">, "rotationId" | "isChosen" | "failureCode"> &
    Partial<Pick<EventDetail<"rotation.bound">, "failureCode">>,
): EventDraft {
  return {
    action: "rotation.bound",
    outcome,
    target: targetOf(locked),
    detail: { failureCode: null, ...detail, rotationId: locked.rotation.id, isChosen: false },
  };
}
