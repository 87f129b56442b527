import { z } from "zod";
import type { EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { clientSecretInput, credentialIdInput } from "@/lib/credentials/credential-input";
import { sealClientSecret } from "@/lib/credentials/seal-client-secret";
import type { AdobeFailureCode, Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { bindSecret } from "@/lib/rotation/console/bind-secret";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getOldSecret } from "@/lib/rotation/console/held-secrets";
import { forgetKnownTokens } from "@/lib/rotation/console/known-tokens";
import { type HeldRotation, holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { type RotationRow, removalMayLandUntil } from "@/lib/rotation/lease/rotation-row";
import { findingSchema } from "@/lib/rotation/policy/finding";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { findSameSecret } from "./find-same-secret";
import { explainLanding, refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const adoptSecretInput = z.strictObject({
  credentialId: credentialIdInput,
  clientSecret: clientSecretInput,
});
type AdoptSecretInput = z.infer<typeof adoptSecretInput>;

type PendingSecret = Awaited<ReturnType<typeof sealClientSecret>>;

/**
 * Takes the value of a secret that was added although its answer was lost, from a person who reads it in
 * the Developer Console. It is kept only if a token minted with it moves the use of the secret that was
 * found.
 */
export async function adoptSecret(
  context: ActContext,
  { credentialId, clientSecret }: AdoptSecretInput,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = context.viewer;
  const place = { organizationId, credentialId, createdById: userId };
  const row = await sealClientSecret(place, clientSecret.secret, "pending");
  return holdRotation(
    context,
    credentialId,
    "secret.adopt",
    {
      begin: async (locked, tx) => {
        const { rotation, secrets } = locked;
        const isSame = (one: Uint8Array) => Buffer.from(one).equals(row.fingerprint);
        const fresh = secrets.find(({ id }) => id === rotation.newSecretId);
        if (fresh !== undefined && isSame(fresh.fingerprint)) return succeed(null);
        const foundId = findAdoptable(rotation);
        if (foundId === null) {
          return rotation.state === "creating"
            ? refuse(
                "No single new secret was found at Adobe, so there is nothing to adopt. Nothing was stored.",
              )
            : refuseOutOfTurn(rotation, "No secret is waiting to be adopted. Nothing was stored.");
        }
        const landingUntil = removalMayLandUntil(rotation);
        if (landingUntil !== null) return refuse(explainLanding(landingUntil));
        const holder = await findSameSecret(tx, organizationId, row.fingerprint);
        if (holder !== null) {
          return refuseValue(
            holder.credentialId === credentialId
              ? "This is the secret that is stored already. Paste the new one."
              : `This secret belongs to “${holder.name}”. Paste the new secret of this credential.`,
          );
        }
        return succeed({
          draft: {
            action: "secret.adopt_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: {
              rotationId: rotation.id,
              adobeSecretId: foundId,
              fingerprint: showFingerprint(row.fingerprint),
            },
          },
        });
      },
    },
    (held) => adopt(context, held, row),
  );
}

/** The id that Find out what happened came to; null where it was not exactly one. */
function findAdoptable({ state, finding }: RotationRow): string | null {
  const found = findingSchema.safeParse(finding).data;
  return state === "creating" && found?.kind === "one_new" ? (found.adobeSecretIds[0] ?? null) : null;
}

async function adopt(
  context: ActContext,
  { locked, settle }: HeldRotation,
  row: PendingSecret,
): Promise<Result<null, Failure>> {
  const foundId = findAdoptable(locked.rotation) ?? "";
  const leave = async (failure: Failure, code = codeOf(failure)): Promise<Result<null, Failure>> => {
    forgetKnownTokens(row.id);
    await settle({ draft: describeAdoption(locked, row, foundId, "failed", code) });
    return fail(failure);
  };
  const bound = await bindSecret(
    context,
    locked,
    { ...row, adobeSecretId: null },
    {
      reader: getOldSecret(locked),
    },
  );
  if (!bound.ok) {
    const { failure } = bound;
    const code = codeOf(failure);
    return code === "client_secret_refused" ? leave(refusal(refused), code) : leave(failure);
  }
  const { adobeSecretId, slots } = bound.value;
  if (!slots.secrets.some((one) => one.adobeSecretId === foundId)) {
    return leave({
      kind: "conflict",
      message:
        "Adobe no longer lists the secret that was found, so nothing was stored. Press Find out what happened.",
    });
  }
  if (adobeSecretId === null) return leave(refusal(unclear));
  if (adobeSecretId !== foundId) return leave(refusal(another));
  return settle({
    draft: describeAdoption(locked, row, foundId, "succeeded"),
    draftIfLost: describeAdoption(locked, row, foundId, "failed"),
    step: "adopted",
    data: {
      newSecretId: row.id,
      addedAt: new Date(),
      addRequestedAt: null,
      finding: null,
      lastFailureCode: null,
    },
    change: async (tx) => {
      await tx.clientSecret.create({ data: { ...row, adobeSecretId: foundId }, select: { id: true } });
    },
  });
}

const refused =
  "Adobe did not accept this secret, so nothing was stored. Copy the new one from the Developer Console again.";
const unclear =
  "Both secrets were used while this one was tried, so it could not be told which it is. Nothing was stored. Paste it again.";
const another = "This is another secret of the credential. Nothing was stored. Paste the one that was found.";

function refusal(message: string): Failure {
  return { kind: "invalid_input", fields: { clientSecret: message } };
}

function refuseValue(message: string): Result<never, Failure> {
  return fail(refusal(message));
}

function describeAdoption(
  locked: LockedRotation,
  row: PendingSecret,
  adobeSecretId: string,
  outcome: "succeeded" | "failed",
  failureCode: AdobeFailureCode | null = null,
): EventDraft {
  return {
    action: "secret.adopted",
    outcome,
    target: targetOf(locked),
    detail: {
      rotationId: locked.rotation.id,
      adobeSecretId,
      fingerprint: showFingerprint(row.fingerprint),
      failureCode,
    },
  };
}
