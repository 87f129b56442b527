import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { type AdobeHost, findAdobeHost } from "./adobe-host";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker";
import { createHttpClient, type HttpClient } from "./http-client";
import { readInvalidation } from "./read-invalidation";
import { retry } from "./retry";
import { systemTiming, type Timing } from "./timing";

interface TokenInvalidation {
  readonly environment: Environment;
  /** The client that the token was issued to. */
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly accessToken: Secret;
  readonly signal?: AbortSignal | undefined;
}

export type InvalidateToken = (
  invalidation: TokenInvalidation,
) => Promise<Result<{ readonly tries: number; readonly durationMs: number }, AdobeFailure>>;

interface InvalidateTokenParts {
  readonly findHost: (environment: Environment) => AdobeHost | undefined;
  readonly http: HttpClient;
  readonly breaker: CircuitBreaker;
  readonly timing: Timing;
}

export function createInvalidateToken(parts: InvalidateTokenParts): InvalidateToken {
  const { findHost, http, breaker, timing } = parts;
  return async ({ environment, clientId, clientSecret, accessToken, signal }) => {
    const host = findHost(environment);
    if (host === undefined) return fail({ code: "sandbox_not_running", tries: 0, durationMs: 0 });
    if (!host.allowInsecureRequests && !host.imsOrigin.startsWith("https://")) {
      throw new Error("A token may be sent over https only.");
    }
    if (clientId === "") return fail({ code: "missing_client_id", tries: 0, durationMs: 0 });
    if (!/^[\x21-\x7e]+$/.test(clientId)) {
      return fail({ code: "unknown_client_id", tries: 0, durationMs: 0 });
    }
    return breaker.run(host.imsOrigin, async () => {
      const done = await retry(
        async (context) => {
          const at = timing.clock.now();
          const sent = await http.send({
            ...context,
            method: "POST",
            url: `${host.imsOrigin}/ims/invalidate_token/v2`,
            headers: {
              accept: "application/json",
              "content-type": "application/x-www-form-urlencoded",
              "x-ims-clientid": clientId,
            },
            body: new URLSearchParams({
              token_type: "access_token",
              token: accessToken.reveal(),
              client_id: clientId,
              client_secret: clientSecret.reveal(),
            }).toString(),
          });
          return sent.ok
            ? readInvalidation(sent.value, { clientSecret, accessToken, at })
            : fail({ code: sent.failure });
        },
        timing,
        signal,
      );
      if (!done.ok) return done;
      const { tries, durationMs } = done.value;
      return succeed({ tries, durationMs });
    });
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
