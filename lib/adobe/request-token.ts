import {
  allowInsecureRequests,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
} from "oauth4webapi";
import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { type AdobeHost, findAdobeHost } from "./adobe-host";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker";
import type { TransportFailureCode } from "./classify-transport-error";
import { createHttpClient, type HttpAnswer, type HttpClient } from "./http-client";
import { measureToken, type TokenMeasure } from "./measure-token";
import { readTokenAnswer } from "./read-token-answer";
import { retry, type TryContext, type TryFailure } from "./retry";
import { systemTiming, type Timing } from "./timing";

export interface TokenRequest {
  readonly environment: Environment;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Sent as one comma-separated list; none asks for whatever Adobe gives. */
  readonly scopes: readonly string[];
  /** `…@AdobeOrg`. Needed only by clients that several organizations share. */
  readonly imsOrgId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface GrantedToken extends TokenMeasure {
  readonly accessToken: Secret;
  /** Counted from the moment the request was sent, so never later than the real one. */
  readonly expiresAt: Date;
  readonly debugId?: string;
  readonly status: number;
  readonly tries: number;
  readonly durationMs: number;
}

/** @returns a failure that holds none of Adobe's text, and neither the secret nor a token. */
export type RequestToken = (request: TokenRequest) => Promise<Result<GrantedToken, AdobeFailure>>;

interface TokenRequestParts {
  readonly findHost: (environment: Environment) => AdobeHost | undefined;
  readonly http: HttpClient;
  readonly breaker: CircuitBreaker;
  readonly timing: Timing;
}

type TriedGrant = Omit<GrantedToken, "tries" | "durationMs">;

/** Puts the grant together from its parts, so that tests can bring their own time and servers. */
export function createRequestToken({ findHost, http, breaker, timing }: TokenRequestParts): RequestToken {
  return async (request) => {
    const host = findHost(request.environment);
    if (host === undefined) return fail({ code: "sandbox_not_running", tries: 0, durationMs: 0 });
    if (request.clientId === "") return fail({ code: "missing_client_id", tries: 0, durationMs: 0 });
    if (request.clientSecret.reveal() === "") {
      return fail({ code: "missing_client_secret", tries: 0, durationMs: 0 });
    }
    return breaker.run(host.imsOrigin, async () => {
      const act = await retry((context) => tryGrant(request, host, context), timing, request.signal);
      if (!act.ok) return act;
      const { value, tries, durationMs } = act.value;
      return succeed({ ...value, tries, durationMs });
    });
  };

  async function tryGrant(
    request: TokenRequest,
    host: AdobeHost,
    context: TryContext,
  ): Promise<Result<TriedGrant, TryFailure>> {
    const sentAt = timing.clock.now();
    const sent = await sendGrant(http, request, host, context);
    if (!sent.ok) return fail({ code: sent.failure });
    const answer = readTokenAnswer(sent.value, { clientSecret: request.clientSecret, at: sentAt });
    if (!answer.ok) return answer;
    const { accessToken, expiresIn, ...facts } = answer.value;
    const measured = measureToken(accessToken, request);
    if (measured === null) return fail({ code: "answer_malformed", ...facts });
    return succeed({
      ...facts,
      ...measured,
      accessToken,
      expiresAt: new Date(sentAt.getTime() + expiresIn * 1_000),
    });
  }
}

/**
 * Asks Adobe for a fresh access token by the client credentials grant (RFC 6749 §4.4,
 * `POST /ims/token/v3`). Safe to repeat: an earlier token stays valid.
 */
export const requestToken: RequestToken = createRequestToken({
  findHost: findAdobeHost,
  http: createHttpClient(),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
});

/** One request, built and encoded by oauth4webapi and carried by our own client. */
async function sendGrant(
  http: HttpClient,
  request: TokenRequest,
  host: AdobeHost,
  context: TryContext,
): Promise<Result<HttpAnswer, TransportFailureCode>> {
  const sent: Result<HttpAnswer, TransportFailureCode>[] = [];
  await clientCredentialsGrantRequest(
    { issuer: host.imsOrigin, token_endpoint: `${host.imsOrigin}/ims/token/v3` },
    { client_id: request.clientId },
    ClientSecretPost(request.clientSecret.reveal()),
    {
      ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(",") }),
      ...(request.imsOrgId === undefined ? {} : { org_id: request.imsOrgId }),
    },
    {
      [allowInsecureRequests]: host.allowInsecureRequests,
      [customFetch]: async (url, { headers, body }) => {
        sent.push(
          await http.send({ ...context, method: "POST", url, headers, body: body?.toString() ?? "" }),
        );
        // The library hands this back unread: what came is judged by readTokenAnswer.
        return new Response();
      },
    },
  );
  const [outcome] = sent;
  if (outcome === undefined) throw new Error("The token request was built but not sent.");
  return outcome;
}
