import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { getNewSecret } from "@/lib/rotation/console/held-secrets";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import type { RotationState } from "@/lib/rotation/policy/rotation-state";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { Secret } from "@/lib/secret";
import { refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const revealSecretInput = credentialChoice;

/** What a consumer needs to have, the secret in plain characters. */
export interface RevealedSecret {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** `…@AdobeOrg` */
  readonly imsOrgId: string | null;
}

const revealing: readonly RotationState[] = ["created", "verified", "promoted"];

/**
 * Hands out the new secret of a rotation, so that it can be given to the consumers. This is the one
 * command that lets a secret out to a browser: who saw it is committed before it is returned.
 */
export async function revealSecret(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<RevealedSecret, Failure>> {
  const seen: { readonly secret: Secret; readonly details: Omit<RevealedSecret, "clientSecret"> }[] = [];
  const recorded = await changeRotation(context, credentialId, async (locked) => {
    const { rotation, credential } = locked;
    if (!revealing.includes(rotation.state)) {
      return refuseOutOfTurn(rotation, "There is no new secret to hand over yet. Add it first.");
    }
    const { id, sealed, fingerprint } = getNewSecret(locked);
    if (sealed === null) return fail({ kind: "key_unavailable" });
    const opened = await openClientSecret(context.viewer.organizationId, { id, sealed });
    if (!opened.ok) return opened;
    const { clientId, scopes, imsOrgId } = credential;
    seen.push({ secret: opened.value, details: { clientId, scopes, imsOrgId } });
    return succeed({
      draft: {
        action: "secret.revealed",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: { rotationId: rotation.id, fingerprint: showFingerprint(fingerprint) },
      },
    });
  });
  if (!recorded.ok) return recorded;
  const last = seen.at(-1);
  if (last === undefined) throw new Error("A secret was recorded as revealed and is not there.");
  return succeed({ ...last.details, clientSecret: last.secret.reveal() });
}
