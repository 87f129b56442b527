import type { ActContext } from "@/lib/auth/act-context";
import type { CredentialChoice } from "@/lib/credentials/credential-input";
import { testToken } from "@/lib/tokens/test-token";

/** A token test by the JWT, which counts as a use of it when Adobe exchanges it. */
export function testJwt(context: ActContext, choice: CredentialChoice) {
  return testToken(context, choice, "jwt");
}

/** A token test by the client secret of the new OAuth credential. */
export function testOauth(context: ActContext, choice: CredentialChoice) {
  return testToken(context, choice, "oauth");
}
