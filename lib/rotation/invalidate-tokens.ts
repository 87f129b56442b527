import { invalidateToken } from "@/lib/adobe/invalidate-token";
import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { getNewSecret } from "@/lib/rotation/console/held-secrets";
import { forgetKnownTokens, listKnownTokens } from "@/lib/rotation/console/known-tokens";
import { holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const invalidateKnownTokensInput = credentialChoice;

/**
 * Ends the tokens of the old secret that this process holds. Those that others had issued live on, up to
 * 24 hours: nobody but their holders knows them. The request proves itself by the new secret.
 */
export async function invalidateKnownTokens(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<null, Failure>> {
  return holdRotation(
    context,
    credentialId,
    "token.invalidate",
    {
      begin: async (locked) => {
        const { rotation } = locked;
        if (rotation.state !== "promoted") {
          return refuseOutOfTurn(
            rotation,
            "The old secret is still in use, so its tokens were left alone. Promote the new one first.",
          );
        }
        const { length: count } = await listKnownTokens(rotation.oldSecretId);
        if (count === 0) return succeed(null);
        return succeed({
          draft: {
            action: "token.invalidate_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: { rotationId: rotation.id, count },
          },
        });
      },
    },
    async ({ locked, settle }) => {
      const { count, failure } = await endKnownTokens(context.viewer.organizationId, locked);
      const failureCode = failure === null ? null : codeOf(failure);
      const settled = await settle({
        data: { lastFailureCode: failureCode },
        draft: {
          action: "token.invalidated",
          outcome: failure === null ? "succeeded" : "failed",
          target: targetOf(locked),
          detail: { rotationId: locked.rotation.id, count, failureCode },
        },
      });
      return failure === null ? settled : fail(failure);
    },
  );
}

/** How many are ended, and why it is not all of them. Those that have run out by themselves are not counted. */
async function endKnownTokens(
  organizationId: OrganizationId,
  locked: LockedRotation,
): Promise<{ readonly count: number; readonly failure: Failure | null }> {
  const { environment, clientId } = locked.credential;
  const { oldSecretId } = locked.rotation;
  const { id, sealed } = getNewSecret(locked);
  const opened = await openClientSecret(organizationId, { id, sealed });
  if (!opened.ok) return { count: 0, failure: opened.failure };
  let count = 0;
  for (const accessToken of await listKnownTokens(oldSecretId)) {
    const ended = await invalidateToken({ environment, clientId, clientSecret: opened.value, accessToken });
    if (!ended.ok) return { count, failure: { kind: "adobe", adobe: ended.failure, environment } };
    count += 1;
  }
  forgetKnownTokens(oldSecretId);
  return { count, failure: null };
}
