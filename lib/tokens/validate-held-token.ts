import { validateToken } from "@/lib/adobe/validate-token";
import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { beginTokenAct } from "./begin-token-act";
import { finishTokenAct } from "./finish-token-act";
import type { TokenValidity } from "./token-validity";

/** Asks Adobe whether the held token still works. That it does not is an answer, not a failure. */
export async function validateHeldToken(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<TokenValidity, Failure>> {
  const begun = await beginTokenAct(context, credentialId, {
    asksAdobe: true,
    draft: ({ held, target }) => ({
      action: "token.validate_requested",
      outcome: "requested",
      target,
      detail: { tokenFingerprint: held.fingerprint },
    }),
  });
  if (!begun.ok) return begun;
  const { held, target } = begun.value;
  const answer = await validateToken(held);
  const { durationMs, tries } = answer.ok ? answer.value : answer.failure;
  const finished = await finishTokenAct(context, begun.value, answer, {
    action: "token.validated",
    outcome: answer.ok ? "succeeded" : "failed",
    target,
    detail: {
      tokenFingerprint: held.fingerprint,
      isValid: answer.ok ? answer.value.isValid : null,
      durationMs: Math.round(durationMs),
      tries,
      failureCode: answer.ok ? null : answer.failure.code,
    },
  });
  if (!finished.ok) return finished;
  const { isValid, reason } = finished.value;
  const { environment, fingerprint } = held;
  return succeed({ isValid, reason, environment, fingerprint, answeredAt: new Date().toISOString() });
}
