import { invalidateToken } from "@/lib/adobe/invalidate-token";
import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { beginTokenAct } from "./begin-token-act";
import { finishTokenAct } from "./finish-token-act";
import { dropHeldToken } from "./held-tokens";
import type { EndedToken } from "./token-validity";

/**
 * Ends the held token at Adobe. Other tokens of the credential live on. While Adobe has not said that it is
 * over, the token stays held, so that it can be tried again.
 */
export async function invalidateHeldToken(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<EndedToken, Failure>> {
  const begun = await beginTokenAct(context, credentialId, {
    asksAdobe: true,
    draft: ({ held, target }) => ({
      action: "token.invalidate_requested",
      outcome: "requested",
      target,
      detail: { rotationId: null, count: 1, tokenFingerprint: held.fingerprint },
    }),
  });
  if (!begun.ok) return begun;
  const { held, target } = begun.value;
  const answer = await invalidateToken(held);
  // It works no longer, whether or not that can be written down.
  if (answer.ok) dropHeldToken(held);
  const finished = await finishTokenAct(context, begun.value, answer, {
    action: "token.invalidated",
    outcome: answer.ok ? "succeeded" : "failed",
    target,
    detail: {
      rotationId: null,
      count: answer.ok ? 1 : 0,
      failureCode: answer.ok ? null : answer.failure.code,
      tokenFingerprint: held.fingerprint,
    },
  });
  return finished.ok ? succeed({ fingerprint: held.fingerprint }) : finished;
}
