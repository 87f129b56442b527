import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { beginTokenAct } from "./begin-token-act";
import type { RevealedToken } from "./token-validity";

/**
 * The held token in plain text, for use elsewhere: the one place where a token leaves for the browser. Who saw
 * which token is committed before it is returned.
 */
export async function revealHeldToken(
  context: ActContext,
  { credentialId }: CredentialChoice,
): Promise<Result<RevealedToken, Failure>> {
  const begun = await beginTokenAct(context, credentialId, {
    asksAdobe: false,
    draft: ({ held, target }) => ({
      action: "token.revealed",
      outcome: "succeeded",
      target,
      detail: { tokenFingerprint: held.fingerprint },
    }),
  });
  return begun.ok ? succeed({ accessToken: begun.value.held.accessToken.reveal() }) : begun;
}
