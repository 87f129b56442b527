import { createCircuitBreaker } from "./circuit-breaker";
import { type FakeTiming, makeFakeTiming } from "./fake-timing.fixture";
import { adobeHttpLimits, createHttpClient, type HttpLimits } from "./http-client";
import { createRequestToken, type RequestToken } from "./request-token";

export interface TestRequestToken {
  readonly requestToken: RequestToken;
  readonly timing: FakeTiming;
  readonly close: () => Promise<void>;
}

/** The real thing, pointed at a server of the test, with waits that take no time. */
export function makeRequestToken(
  imsOrigin: string,
  {
    limits = {},
    timing = makeFakeTiming({ now: new Date() }),
    allowInsecureRequests = true,
  }: {
    readonly limits?: Partial<HttpLimits>;
    readonly timing?: FakeTiming;
    readonly allowInsecureRequests?: boolean;
  } = {},
): TestRequestToken {
  const http = createHttpClient({ ...adobeHttpLimits, ...limits });
  const requestToken = createRequestToken({
    findHost: () => ({ imsOrigin, consoleOrigin: undefined, allowInsecureRequests }),
    http,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  });
  return { requestToken, timing, close: http.close };
}

/** A token as IMS makes them, except that nobody signed it. */
export function makeUnsignedToken(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", itt: "at" })}.${part(claims)}.${part("unsigned")}`;
}
