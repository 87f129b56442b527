import type { Environment } from "@/lib/environment";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import { type AdobeHost, findAdobeHost } from "./adobe-host";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker";
import { adobeHttpLimits, createHttpClient, type HttpClient } from "./http-client";
import { createPublicLookup } from "./look-up-public";
import { buildProductUrl } from "./product-hosts";
import { readProductAnswer } from "./read-product-answer";
import { isPassing, retry, type TryFailure } from "./retry";
import { systemTiming, type Timing } from "./timing";

/** One GET to a product of Adobe, of which only the outcome is looked at. */
export interface ProductCall {
  /** Adobe documents no product of its internal stage. */
  readonly environment: Exclude<Environment, "stage">;
  /** Travels as `x-api-key`: visible ASCII. */
  readonly clientId: string;
  readonly accessToken: Secret;
  /** `…@AdobeOrg`, as `x-gw-ims-org-id`. Left out where it is not known. */
  readonly imsOrgId: string | null;
  /** One of `product-hosts.ts`. */
  readonly host: string;
  /** Begins with a slash; may hold a query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON 404 of the product itself counts as access. */
  readonly isAbsenceAccess?: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface ProductAnswer {
  readonly status: number;
  /** Adobe's `x-request-id`, or else its `x-debug-id`. */
  readonly debugId: string | undefined;
  readonly tries: number;
  readonly durationMs: number;
}

/** @returns a failure that holds none of Adobe's text. */
type CallProduct = (call: ProductCall) => Promise<Result<ProductAnswer, AdobeFailure>>;

interface CallProductParts {
  readonly findHost: (environment: Environment) => AdobeHost | undefined;
  /** Reaches public addresses only. */
  readonly http: HttpClient;
  /** For the sandbox, which runs on this machine. */
  readonly sandboxHttp: HttpClient;
  readonly breaker: CircuitBreaker;
  readonly timing: Timing;
}

/** @throws when host and path are not an address of a product: whoever calls has checked what was typed. */
export function createCallProduct(parts: CallProductParts): CallProduct {
  return async (call) => {
    const url = buildProductUrl(call.host, call.path);
    if (!url.ok) throw new Error("A product may be called at its own address only.");
    const target = findTarget(call.environment, url.value, parts);
    if (target === null) return fail({ code: "sandbox_not_running", tries: 0, durationMs: 0 });
    const { address, http, breakerKey } = target;
    if (!isVisible(call.clientId)) {
      return fail({ code: "unknown_client_id", tries: 0, durationMs: 0 });
    }
    const { imsOrgId } = call;
    const headers = {
      ...call.headers,
      authorization: `Bearer ${call.accessToken.reveal()}`,
      "x-api-key": call.clientId,
      accept: "application/json",
      ...(imsOrgId !== null && isVisible(imsOrgId) && { "x-gw-ims-org-id": imsOrgId }),
    };
    return parts.breaker.run(breakerKey, async () => {
      const done = await retry(
        async (context) => {
          const at = parts.timing.clock.now();
          const sent = await http.send({ ...context, method: "GET", url: address, headers });
          if (!sent.ok) return fail({ code: sent.failure });
          const { accessToken, isAbsenceAccess = false } = call;
          return readProductAnswer(sent.value, { accessToken, at, isAbsenceAccess });
        },
        parts.timing,
        call.signal,
        forgiveOnce(),
      );
      if (!done.ok) return done;
      const { value, tries, durationMs } = done.value;
      return succeed({ ...value, tries, durationMs });
    });
  };
}

/** What may travel in a header. */
function isVisible(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

interface Target {
  readonly address: string;
  readonly http: HttpClient;
  readonly breakerKey: string;
}

/** @returns null for the sandbox where none is configured. */
function findTarget(
  environment: ProductCall["environment"],
  url: string,
  { findHost, http, sandboxHttp }: CallProductParts,
): Target | null {
  const { host, pathname, search, origin } = new URL(url);
  if (environment === "production") return { address: url, http, breakerKey: origin };
  const base = findHost(environment)?.imsOrigin;
  if (base === undefined) return null;
  const address = `${base}/products/${host}${pathname}${search}`;
  return { address, http: sandboxHttp, breakerKey: `${base} as ${host}` };
}

/**
 * What a product call may try again: what is gone a moment later, and a 429 just once, where Adobe said
 * for how long to wait. Products count calls for minutes, so asking again without knowing makes it worse.
 */
function forgiveOnce(): (failure: TryFailure) => boolean {
  let wasThrottled = false;
  return ({ code, status, retryAfterSeconds }) => {
    if (status !== 429) return isPassing(code) || status === 502 || status === 503 || status === 504;
    const isFirst = !wasThrottled;
    wasThrottled = true;
    return isFirst && retryAfterSeconds !== undefined;
  };
}

/** Asks a product of Adobe, in up to three tries. */
export const callProduct: CallProduct = createCallProduct({
  findHost: findAdobeHost,
  http: createHttpClient(adobeHttpLimits, createPublicLookup()),
  sandboxHttp: createHttpClient(),
  breaker: createCircuitBreaker(systemTiming.elapsedMs),
  timing: systemTiming,
});
