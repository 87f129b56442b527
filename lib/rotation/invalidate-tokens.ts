import { invalidateToken } from "@/lib/adobe/invalidate-token";
import type { ActContext } from "@/lib/auth/act-context";
import { type CredentialChoice, credentialChoice } from "@/lib/credentials/credential-input";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { codeOf } from "@/lib/rotation/console/code-of-failure";
import { findKnownToken, forgetConsoleToken } from "@/lib/rotation/console/console-tokens";
import { getNewSecret } from "@/lib/rotation/console/held-secrets";
import { holdRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const invalidateKnownTokensInput = credentialChoice;

/**
 * Ends the token of the old secret that this process holds. Those that others had issued live on, up to
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
        if (findKnownToken(rotation.oldSecretId) === undefined) return succeed(null);
        return succeed({
          draft: {
            action: "token.invalidate_requested",
            outcome: "requested",
            target: targetOf(locked),
            detail: { rotationId: rotation.id, count: 1 },
          },
        });
      },
    },
    async ({ locked, settle }) => {
      const ended = await endKnownToken(context.viewer.organizationId, locked);
      const failureCode = ended.ok ? null : codeOf(ended.failure);
      const settled = await settle({
        data: { lastFailureCode: failureCode },
        draft: {
          action: "token.invalidated",
          outcome: ended.ok ? "succeeded" : "failed",
          target: targetOf(locked),
          detail: { rotationId: locked.rotation.id, count: ended.ok ? 1 : 0, failureCode },
        },
      });
      return ended.ok ? settled : ended;
    },
  );
}

async function endKnownToken(
  organizationId: OrganizationId,
  locked: LockedRotation,
): Promise<Result<null, Failure>> {
  const { environment, clientId } = locked.credential;
  const { oldSecretId } = locked.rotation;
  const { id, sealed } = getNewSecret(locked);
  const accessToken = await findKnownToken(oldSecretId);
  // It has run out by itself.
  if (accessToken === undefined) return succeed(null);
  const opened = await openClientSecret(organizationId, { id, sealed });
  if (!opened.ok) return opened;
  const ended = await invalidateToken({ environment, clientId, clientSecret: opened.value, accessToken });
  if (!ended.ok) return fail({ kind: "adobe", adobe: ended.failure, environment });
  forgetConsoleToken(oldSecretId);
  return succeed(null);
}
