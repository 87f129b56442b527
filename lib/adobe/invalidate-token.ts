import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { findAdobeHost } from "./adobe-host";
import { createCircuitBreaker } from "./circuit-breaker";
import { createHttpClient } from "./http-client";
import { readInvalidation } from "./read-invalidation";
import { sendTokenForm, type TokenFormParts } from "./send-token-form";
import { systemTiming } from "./timing";

interface TokenInvalidation {
  readonly environment: Environment;
  /** The client that the token was issued to. */
  readonly clientId: string;
  /** Adobe needs it for tokens of other types only, so it is sent where there is one. */
  readonly clientSecret?: Secret | undefined;
  readonly accessToken: Secret;
  readonly signal?: AbortSignal | undefined;
}

export type InvalidateToken = (
  invalidation: TokenInvalidation,
) => Promise<Result<{ readonly tries: number; readonly durationMs: number }, AdobeFailure>>;

/** Puts the call together from its parts, so that tests can bring their own time and servers. */
export function createInvalidateToken(parts: TokenFormParts): InvalidateToken {
  return async ({ environment, clientId, clientSecret, accessToken, signal }) => {
    const done = await sendTokenForm(parts, {
      environment,
      path: "/ims/invalidate_token/v2",
      clientId,
      fields: {
        token_type: "access_token",
        token: accessToken.reveal(),
        ...(clientSecret === undefined ? {} : { client_secret: clientSecret.reveal() }),
      },
      read: (answer, at) => readInvalidation(answer, { clientSecret, accessToken, at }),
      signal,
    });
    if (!done.ok) return done;
    const { tries, durationMs } = done.value;
    return succeed({ tries, durationMs });
  };
}

/**
 * Ends one access token before its time (`POST /ims/invalidate_token/v2`). Safe to repeat. Other
 * tokens of the client go on working.
 */
export const invalidateToken: InvalidateToken = createInvalidateToken({
  findHost: findAdobeHost,
  http: createHttpClient(),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
});
