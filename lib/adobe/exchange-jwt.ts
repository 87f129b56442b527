import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { type AdobeHost, findAdobeHost } from "./adobe-host";
import { createCircuitBreaker } from "./circuit-breaker";
import { classifyJwtRefusal } from "./classify-jwt-refusal";
import { createHttpClient } from "./http-client";
import { measureToken } from "./measure-token";
import { readTokenAnswer, type TokenDialect } from "./read-token-answer";
import type { GrantedToken } from "./request-token";
import { retry, type TryContext, type TryFailure } from "./retry";
import type { TokenFormParts } from "./send-token-form";
import { type AssertionFacts, signAssertion } from "./sign-assertion";
import { systemTiming } from "./timing";

export interface JwtExchange extends AssertionFacts {
  readonly clientSecret: Secret;
  readonly signal?: AbortSignal | undefined;
}

/** @returns a failure that holds none of Adobe's text, and neither the secret, the key nor a token. */
export type ExchangeJwt = (exchange: JwtExchange) => Promise<Result<GrantedToken, AdobeFailure>>;

type TriedGrant = Omit<GrantedToken, "tries" | "durationMs">;

/** A number of seconds is never longer than two days, and a number of milliseconds never that short. */
const maxLifetimeSeconds = 172_800;

const exchangeEndpoint: TokenDialect = {
  classify: classifyJwtRefusal,
  maxExpiresIn: maxLifetimeSeconds * 1_000,
};

/** Puts the exchange together from its parts, so that tests can bring their own time and servers. */
export function createExchangeJwt({ findHost, http, breaker, timing }: TokenFormParts): ExchangeJwt {
  return async (exchange) => {
    const host = findHost(exchange.environment);
    if (host === undefined) return fail({ code: "sandbox_not_running", tries: 0, durationMs: 0 });
    if (!host.allowInsecureRequests && !host.imsOrigin.startsWith("https://")) {
      throw new Error("A secret may be sent over https only.");
    }
    if (exchange.clientId === "") return fail({ code: "missing_client_id", tries: 0, durationMs: 0 });
    if (exchange.clientSecret.reveal() === "") {
      return fail({ code: "missing_client_secret", tries: 0, durationMs: 0 });
    }
    return breaker.run(host.imsOrigin, async () => {
      const act = await retry((context) => tryExchange(exchange, host, context), timing, exchange.signal);
      if (!act.ok) return act;
      const { value, tries, durationMs } = act.value;
      return succeed({ ...value, tries, durationMs });
    });
  };

  async function tryExchange(
    exchange: JwtExchange,
    host: AdobeHost,
    context: TryContext,
  ): Promise<Result<TriedGrant, TryFailure>> {
    const sentAt = timing.clock.now();
    const { clientId, clientSecret } = exchange;
    const assertion = await signAssertion(exchange, sentAt);
    const sent = await http.send({
      ...context,
      method: "POST",
      url: `${host.imsOrigin}/ims/exchange/jwt`,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        jwt_token: assertion.reveal(),
      }).toString(),
    });
    if (!sent.ok) return fail({ code: sent.failure });
    const answer = readTokenAnswer(sent.value, { clientSecret, assertion, at: sentAt }, exchangeEndpoint);
    if (!answer.ok) return answer;
    const { accessToken, expiresIn, ...facts } = answer.value;
    const measured = measureToken(accessToken, exchange);
    if (measured === null) return fail({ code: "answer_malformed", ...facts });
    const lifetimeMs = readLifetime(expiresIn, measured.claims?.lifetimeMs ?? null);
    return succeed({
      ...facts,
      ...measured,
      accessToken,
      expiresAt: new Date(sentAt.getTime() + lifetimeMs),
    });
  }
}

/**
 * The exchange answers `expires_in` in milliseconds, where the token endpoint answers in seconds. What the
 * token says of itself decides; without it, a number that makes sense in seconds only is taken for seconds.
 *
 * @returns milliseconds
 */
export function readLifetime(expiresIn: number, claimedMs: number | null): number {
  if (expiresIn === claimedMs) return expiresIn;
  return expiresIn <= maxLifetimeSeconds ? expiresIn * 1_000 : expiresIn;
}

/**
 * Exchanges a signed assertion for a fresh access token (`POST /ims/exchange/jwt`), which is how a Service
 * Account (JWT) credential works. Safe to repeat: an earlier token stays valid, and each try signs anew.
 */
export const exchangeJwt: ExchangeJwt = createExchangeJwt({
  findHost: findAdobeHost,
  http: createHttpClient(),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
});
