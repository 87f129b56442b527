import { inspect } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import type { GrantedToken } from "@/lib/adobe/request-token";
import { makeRequestToken } from "@/lib/adobe/request-token.fixture";
import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { Secret } from "@/lib/secret";
import { generateClientId } from "@/sandbox/clients";
import { createControlClient } from "@/sandbox/control-client";
import { startSandbox } from "@/sandbox/server";
import { createTokenProvider, TokenUnavailableError } from "./token-provider";

type Grant = Result<GrantedToken, AdobeFailure>;

const minuteMs = 60_000;
const lifetimeMs = 24 * 60 * minuteMs;
const details = {
  environment: "sandbox",
  clientId: "made-up-client",
  clientSecret: new Secret(`made-up-${crypto.randomUUID()}`),
  scopes: ["openid"],
} as const;

let nowMs: number;
let requests: number;
/** What Adobe answers from now on; undefined grants a token named after the request's number. */
let refusal: AdobeFailure | undefined;
let grantedForMs: number;

beforeEach(() => {
  nowMs = Date.parse("2026-03-01T12:00:00Z");
  requests = 0;
  refusal = undefined;
  grantedForMs = lifetimeMs;
});

function grant(): Grant {
  return refusal === undefined
    ? succeed({
        accessToken: new Secret(`token ${requests}`),
        expiresAt: new Date(nowMs + grantedForMs),
        grantedScopes: ["openid"],
        claims: null,
        fingerprint: "00000000",
        status: 200,
        tries: 1,
        durationMs: 1,
      })
    : fail(refusal);
}

function failWith(code: AdobeFailureCode, retryAfterSeconds?: number): void {
  refusal = { code, tries: 1, durationMs: 1, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

function makeProvider(autoRefresh: boolean, request: () => Promise<Grant> = async () => grant()) {
  const provider = createTokenProvider(
    details,
    { autoRefresh },
    {
      clock: { now: () => new Date(nowMs) },
      request: () => {
        requests += 1;
        return request();
      },
    },
  );
  const reveal = async (token: Promise<Secret>) => (await token).reveal();
  return {
    ...provider,
    authenticated: () => reveal(provider.authenticate()),
    token: () => reveal(provider.getToken()),
  };
}

async function codeOf(token: Promise<unknown>): Promise<string> {
  try {
    await token;
    return "granted";
  } catch (thrown) {
    return thrown instanceof TokenUnavailableError ? thrown.code : "another error";
  }
}

describe("authenticate", () => {
  test("always asks for a fresh token, which getToken then gives", async () => {
    const provider = makeProvider(true);
    expect(await provider.authenticated()).toBe("token 1");
    expect(await provider.authenticated()).toBe("token 2");
    expect(await provider.token()).toBe("token 2");
    expect(requests).toBe(2);
  });

  test("keeps the old token when the new one is refused", async () => {
    const provider = makeProvider(false);
    await provider.authenticate();
    failWith("client_secret_refused");
    expect(await codeOf(provider.authenticate())).toBe("client_secret_refused");
    expect(await provider.token()).toBe("token 1");
    expect(provider.findRenewalFailure()?.code).toBe("client_secret_refused");
  });

  test("keeps the token that was asked for last, also when its answer comes first", async () => {
    const answers: ((value: Grant) => void)[] = [];
    const provider = makeProvider(true, () => new Promise((resolve) => answers.push(resolve)));
    const [first, second] = [provider.authenticated(), provider.authenticated()];
    const [older, newer] = [grant(), succeed({ ...mustGrant(), accessToken: new Secret("newer") })];
    answers[1]?.(newer);
    await second;
    answers[0]?.(older);
    await first;
    expect(await provider.token()).toBe("newer");
  });
});

function mustGrant(): GrantedToken {
  const granted = grant();
  if (!granted.ok) throw new Error(granted.failure.code);
  return granted.value;
}

describe("getToken with autoRefresh", () => {
  test("fetches the first token and keeps it", async () => {
    const provider = makeProvider(true);
    for (let call = 0; call < 5; call += 1) expect(await provider.token()).toBe("token 1");
    expect(requests).toBe(1);
  });

  test("gives a kept token without making anything new", async () => {
    const provider = makeProvider(true);
    await provider.getToken();
    expect(provider.getToken()).toBe(provider.getToken());
  });

  test("renews ten minutes before expiry, and not earlier", async () => {
    const provider = makeProvider(true);
    await provider.getToken();
    nowMs += lifetimeMs - 10 * minuteMs - 1;
    expect(await provider.token()).toBe("token 1");
    nowMs += 1;
    expect(await provider.token()).toBe("token 2");
    expect(requests).toBe(2);
  });

  test("uses a short-lived token for half its life", async () => {
    grantedForMs = 4 * minuteMs;
    const provider = makeProvider(true);
    await provider.getToken();
    nowMs += 2 * minuteMs - 1;
    expect(await provider.token()).toBe("token 1");
    nowMs += 1;
    expect(await provider.token()).toBe("token 2");
  });

  test("asks once for 1,000 simultaneous callers, first and at each renewal", async () => {
    const provider = makeProvider(true);
    for (const expected of ["token 1", "token 2"]) {
      const tokens = await Promise.all(Array.from({ length: 1_000 }, provider.token));
      expect(new Set(tokens)).toEqual(new Set([expected]));
      nowMs += lifetimeMs - 5 * minuteMs;
    }
    expect(requests).toBe(2);
  });

  test("fails all simultaneous callers by one request, and asks again for the next", async () => {
    const provider = makeProvider(true);
    failWith("adobe_unavailable");
    const codes = await Promise.all(Array.from({ length: 1_000 }, () => codeOf(provider.getToken())));
    expect(new Set(codes)).toEqual(new Set(["adobe_unavailable"]));
    expect(requests).toBe(1);
    refusal = undefined;
    expect(await provider.token()).toBe("token 2");
  });

  test("never keeps a failure", async () => {
    const provider = makeProvider(true);
    failWith("client_secret_refused");
    for (let call = 1; call <= 3; call += 1) {
      expect(await codeOf(provider.getToken())).toBe("client_secret_refused");
      expect(requests).toBe(call);
    }
    refusal = undefined;
    expect(await provider.token()).toBe("token 4");
    expect(provider.findRenewalFailure()).toBeUndefined();
  });

  test("gives the old token while it works when the renewal fails, tells so, and tries again later", async () => {
    const provider = makeProvider(true);
    await provider.getToken();
    nowMs += lifetimeMs - 9 * minuteMs;
    failWith("adobe_unavailable");
    for (let call = 0; call < 10; call += 1) expect(await provider.token()).toBe("token 1");
    expect(requests).toBe(2);
    expect(provider.findRenewalFailure()?.code).toBe("adobe_unavailable");
    nowMs += 30_000;
    refusal = undefined;
    expect(await provider.token()).toBe("token 3");
    expect(provider.findRenewalFailure()).toBeUndefined();
  });

  test("a token that is only looked for is never asked for, and is there for as long as it works", async () => {
    const provider = makeProvider(true);
    expect(provider.findToken()).toBeUndefined();
    await provider.getToken();
    nowMs += lifetimeMs - 1;
    expect((await provider.findToken())?.reveal()).toBe("token 1");
    nowMs += 1;
    expect(provider.findToken()).toBeUndefined();
    expect(requests).toBe(1);
  });

  test("waits with the next renewal as long as Adobe asked", async () => {
    const provider = makeProvider(true);
    await provider.getToken();
    nowMs += lifetimeMs - 9 * minuteMs;
    failWith("throttled", 120);
    await provider.getToken();
    nowMs += 119_999;
    expect(await provider.token()).toBe("token 1");
    expect(requests).toBe(2);
    nowMs += 1;
    await provider.getToken();
    expect(requests).toBe(3);
  });

  test("gives no expired token, however long Adobe asked to wait", async () => {
    const provider = makeProvider(true);
    await provider.getToken();
    nowMs += lifetimeMs - minuteMs;
    failWith("throttled", 86_400);
    expect(await provider.token()).toBe("token 1");
    nowMs += minuteMs;
    expect(await codeOf(provider.getToken())).toBe("throttled");
  });

  test("lets a bug through and can be asked again", async () => {
    let isBroken = true;
    const provider = makeProvider(true, async () => {
      if (isBroken) throw new TypeError("A bug.");
      return grant();
    });
    expect(await codeOf(provider.getToken())).toBe("another error");
    isBroken = false;
    expect(await provider.token()).toBe("token 2");
  });
});

describe("getToken without autoRefresh", () => {
  test("asks nobody: it throws when there is no token and when it has expired", async () => {
    const provider = makeProvider(false);
    expect(await codeOf(provider.getToken())).toBe("no_token");
    expect(requests).toBe(0);
    await provider.authenticate();
    nowMs += lifetimeMs - 1;
    expect(await provider.token()).toBe("token 1");
    nowMs += 1;
    expect(await codeOf(provider.getToken())).toBe("token_expired");
    expect(requests).toBe(1);
    expect(await provider.authenticated()).toBe("token 2");
    expect(await provider.token()).toBe("token 2");
  });
});

test("what is thrown holds a code and no secret", async () => {
  failWith("client_secret_refused");
  const thrown: unknown = await makeProvider(true)
    .getToken()
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(TokenUnavailableError);
  expect(thrown).toBeInstanceOf(Error);
  expect(thrown).toMatchObject({
    name: "TokenUnavailableError",
    message: "There is no access token: client_secret_refused.",
    failure: { code: "client_secret_refused" },
  });
  expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(details.clientSecret.reveal());
});

test("1,000 callers cost the token endpoint one request", async () => {
  const sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  const control = createControlClient(sandbox.url, sandbox.controlKey);
  const client = await control.putClient(generateClientId());
  const { requestToken, timing, close } = makeRequestToken(sandbox.url);
  const provider = createTokenProvider(
    { ...details, clientId: client.clientId, clientSecret: new Secret(client.clientSecrets[0] ?? "") },
    { autoRefresh: true },
    { request: requestToken, clock: timing.clock },
  );
  const tokens = await Promise.all(Array.from({ length: 1_000 }, provider.getToken));
  expect(new Set(tokens.map((token) => token.reveal())).size).toBe(1);
  expect((await control.requests(client.clientId)).counts).toEqual({ [client.clientId]: 1 });
  await close();
  await sandbox.close();
});
