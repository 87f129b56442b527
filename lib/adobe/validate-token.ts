import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { findAdobeHost } from "./adobe-host";
import { createCircuitBreaker } from "./circuit-breaker";
import { createHttpClient } from "./http-client";
import { readValidation, type TokenValidation } from "./read-validation";
import { sendTokenForm, type TokenFormParts } from "./send-token-form";
import { systemTiming } from "./timing";

interface TokenQuestion {
  readonly environment: Environment;
  readonly clientId: string;
  readonly accessToken: Secret;
  readonly signal?: AbortSignal | undefined;
}

interface TokenVerdict extends TokenValidation {
  readonly tries: number;
  readonly durationMs: number;
}

/** A token that is not valid is an answer; a failure says that there was none. */
type ValidateToken = (question: TokenQuestion) => Promise<Result<TokenVerdict, AdobeFailure>>;

/** Puts the call together from its parts, so that tests can bring their own time and servers. */
export function createValidateToken(parts: TokenFormParts): ValidateToken {
  return async ({ environment, clientId, accessToken, signal }) => {
    const answered = await sendTokenForm(parts, {
      environment,
      path: "/ims/validate_token/v1",
      clientId,
      fields: { type: "access_token", token: accessToken.reveal() },
      read: (answer, at) => readValidation(answer, { accessToken, at }),
      signal,
    });
    if (!answered.ok) return answered;
    const { value, tries, durationMs } = answered.value;
    return succeed({ ...value, tries, durationMs });
  };
}

/** Asks Adobe whether an access token still works (`POST /ims/validate_token/v1`). Changes nothing there. */
export const validateToken: ValidateToken = createValidateToken({
  findHost: findAdobeHost,
  http: createHttpClient(),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
});
