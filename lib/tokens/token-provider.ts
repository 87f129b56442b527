import { type GrantedToken, requestToken, type TokenRequest } from "@/lib/adobe/request-token";
import { type Clock, systemClock } from "@/lib/clock";
import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import type { Result } from "@/lib/result";
import type { Secret } from "@/lib/secret";

type TokenProviderDetails = Omit<TokenRequest, "signal">;

export interface TokenProvider {
  /** Always asks for a fresh token and keeps it for `getToken`. */
  readonly authenticate: () => Promise<Secret>;
  /** The kept token, renewed where `autoRefresh` allows it. */
  readonly getToken: () => Promise<Secret>;
  /** The kept token while it works. Never asks Adobe. */
  readonly findToken: () => Promise<Secret> | undefined;
  /** Why the last renewal failed; undefined once one has succeeded. */
  readonly findRenewalFailure: () => AdobeFailure | undefined;
}

/**
 * Thrown where a token was asked for and there is none to give. `code` says why: `no_token` and
 * `token_expired` without `autoRefresh`, else the code of the failed request.
 */
export class TokenUnavailableError extends Error {
  override readonly name = "TokenUnavailableError";
  readonly code: AdobeFailureCode | "no_token" | "token_expired";
  readonly failure: AdobeFailure | undefined;

  constructor(code: TokenUnavailableError["code"], failure?: AdobeFailure) {
    super(`There is no access token: ${code}.`);
    this.code = code;
    this.failure = failure;
  }
}

interface TokenProviderParts {
  readonly request: (details: TokenProviderDetails) => Promise<Result<GrantedToken, AdobeFailure>>;
  readonly clock: Clock;
}

interface KeptToken {
  /** Made once, so that giving the token away costs nothing. */
  readonly promise: Promise<Secret>;
  readonly expiresAtMs: number;
  /** The order in which it was asked for. */
  readonly order: number;
  /** Until then it is given away without asking Adobe. */
  freshUntilMs: number;
}

const renewBeforeExpiryMs = 10 * 60 * 1_000;
const pauseAfterFailedRenewalMs = 30_000;

/**
 * Keeps one access token of one credential, in this process's memory only.
 *
 * With `autoRefresh`, `getToken` fetches the first token and renews it ten minutes before it expires
 * (a token that lives less than twenty minutes, at half its life), by one request for any number of
 * callers. If the renewal fails while the old token still works, the old one is given and the next
 * renewal waits 30 seconds, or as long as Adobe asked; `findRenewalFailure` tells. Without
 * `autoRefresh`, `getToken` throws when there is no token or it has expired. A failure is never
 * kept: the next call asks again.
 *
 * @throws TokenUnavailableError from both methods.
 */
export function createTokenProvider(
  details: TokenProviderDetails,
  { autoRefresh }: { readonly autoRefresh: boolean },
  { request, clock }: TokenProviderParts = { request: requestToken, clock: systemClock },
): TokenProvider {
  let kept: KeptToken | undefined;
  let flight: Promise<Secret> | undefined;
  let renewalFailure: AdobeFailure | undefined;
  let orders = 0;

  async function authenticate(): Promise<Secret> {
    orders += 1;
    const order = orders;
    const askedAtMs = clock.now().getTime();
    const outcome = await request(details);
    if (!outcome.ok) {
      if (order === orders) renewalFailure = outcome.failure;
      throw new TokenUnavailableError(outcome.failure.code, outcome.failure);
    }
    const { accessToken, expiresAt } = outcome.value;
    // Answers can overtake each other: the token that was asked for last stays.
    if (kept === undefined || kept.order < order) {
      kept = keepToken(accessToken, expiresAt.getTime(), askedAtMs, order);
      renewalFailure = undefined;
    }
    return accessToken;
  }

  function keepToken(token: Secret, expiresAtMs: number, askedAtMs: number, order: number): KeptToken {
    const marginMs = Math.min(renewBeforeExpiryMs, (expiresAtMs - askedAtMs) / 2);
    return {
      promise: Promise.resolve(token),
      expiresAtMs,
      order,
      freshUntilMs: autoRefresh ? expiresAtMs - marginMs : expiresAtMs,
    };
  }

  async function renew(): Promise<Secret> {
    try {
      return await authenticate();
    } catch (thrown) {
      const nowMs = clock.now().getTime();
      if (!(thrown instanceof TokenUnavailableError)) throw thrown;
      if (kept === undefined || nowMs >= kept.expiresAtMs) throw thrown;
      const pauseMs = Math.max(pauseAfterFailedRenewalMs, (thrown.failure?.retryAfterSeconds ?? 0) * 1_000);
      // A token that `authenticate` fetched meanwhile may already be fresh for longer.
      kept.freshUntilMs = Math.max(kept.freshUntilMs, Math.min(nowMs + pauseMs, kept.expiresAtMs));
      return kept.promise;
    } finally {
      flight = undefined;
    }
  }

  function getToken(): Promise<Secret> {
    if (kept !== undefined && clock.now().getTime() < kept.freshUntilMs) return kept.promise;
    if (autoRefresh) {
      flight ??= renew();
      return flight;
    }
    return Promise.reject(new TokenUnavailableError(kept === undefined ? "no_token" : "token_expired"));
  }

  function findToken(): Promise<Secret> | undefined {
    return kept !== undefined && clock.now().getTime() < kept.expiresAtMs ? kept.promise : undefined;
  }

  return { authenticate, getToken, findToken, findRenewalFailure: () => renewalFailure };
}
