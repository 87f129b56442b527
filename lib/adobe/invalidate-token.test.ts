import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { Secret } from "@/lib/secret";
import { generateClientId } from "@/sandbox/clients";
import { createControlClient } from "@/sandbox/control-client";
import { startSandbox } from "@/sandbox/server";
import { createCircuitBreaker } from "./circuit-breaker";
import { makeFakeTiming } from "./fake-timing.fixture";
import { createHttpClient } from "./http-client";
import { createInvalidateToken, type InvalidateToken } from "./invalidate-token";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture";
import { makeRequestToken } from "./request-token.fixture";

const token = `made-up-token-${crypto.randomUUID()}`;
const clientSecret = `made-up-secret-&=+${crypto.randomUUID()}`;
const asked = {
  environment: "sandbox",
  clientId: "made-up-client",
  clientSecret: new Secret(clientSecret),
  accessToken: new Secret(token),
} as const;

interface Told {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const http = createHttpClient();
let told: Told = { status: 200 };
let server: LoopbackServer;

beforeAll(async () => {
  server = await startLoopbackServer((response) => {
    response.writeHead(told.status, told.headers).end(told.body ?? "");
  });
});
afterAll(async () => {
  await http.close();
  await server.close();
});

function makeInvalidateToken(imsOrigin: string, allowInsecureRequests = true): InvalidateToken {
  const timing = makeFakeTiming();
  return createInvalidateToken({
    findHost: (environment) =>
      environment === "sandbox" ? { imsOrigin, consoleOrigin: undefined, allowInsecureRequests } : undefined,
    http,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  });
}

function ask(answer: Told) {
  told = answer;
  return makeInvalidateToken(server.url)(asked);
}

const json = { "content-type": "application/json" };

test("a token that was ended is not valid any more, and ending it again is no error", async () => {
  const sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  const client = await createControlClient(sandbox.url, sandbox.controlKey).putClient(generateClientId());
  const { requestToken, close } = makeRequestToken(sandbox.url);
  const secret = new Secret(client.clientSecrets[0] ?? "");
  const identity = { environment: "sandbox", clientId: client.clientId, clientSecret: secret } as const;
  const granted = await requestToken({ ...identity, scopes: ["openid"] });
  if (!granted.ok) throw new Error(granted.failure.code);
  const invalidate = makeInvalidateToken(sandbox.url);
  const { accessToken } = granted.value;
  const isValid = async (): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/ims/validate_token/v1`, {
      method: "POST",
      headers: { "x-ims-clientid": client.clientId },
      body: new URLSearchParams({
        type: "access_token",
        client_id: client.clientId,
        token: accessToken.reveal(),
      }),
    });
    return response.json();
  };
  expect(await isValid()).toMatchObject({ valid: true });
  for (let round = 0; round < 2; round += 1) {
    expect(await invalidate({ ...identity, accessToken })).toMatchObject({ ok: true, value: { tries: 1 } });
    expect(await isValid()).toMatchObject({ valid: false });
  }
  await close();
  await sandbox.close();
});

test("the request is a form post with nothing in the address", async () => {
  await ask({ status: 200 });
  const request = server.seen.at(-1);
  expect(request).toMatchObject({ method: "POST", path: "/ims/invalidate_token/v2" });
  expect(request?.headers).toMatchObject({
    "content-type": "application/x-www-form-urlencoded",
    "x-ims-clientid": "made-up-client",
  });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    token_type: "access_token",
    token,
    client_id: "made-up-client",
    client_secret: clientSecret,
  });
});

describe("an answer", () => {
  test.each<Told>([{ status: 200 }, { status: 204 }, { status: 200, headers: json, body: "{}" }])(
    "without a word of refusal is believed: %o",
    async (answer) => {
      expect(await ask(answer)).toMatchObject({ ok: true, value: { tries: 1 } });
    },
  );

  test.each<[AdobeFailureCode, number, Told]>([
    [
      "unknown_client_id",
      1,
      {
        status: 400,
        headers: json,
        body: '{"error":"invalid_client","error_description":"invalid client_id parameter"}',
      },
    ],
    ["unknown_refusal", 1, { status: 400, headers: json, body: '{"error":"invalid_token"}' }],
    ["unknown_refusal", 1, { status: 200, headers: json, body: '{"error":"invalid_token"}' }],
    ["unknown_refusal", 1, { status: 401 }],
    [
      "not_json",
      1,
      { status: 200, headers: { "content-type": "text/html" }, body: "<title>Sign in</title>" },
    ],
    ["not_json", 1, { status: 403, headers: { "content-type": "text/html" }, body: "<p>Blocked</p>" }],
    ["answer_malformed", 1, { status: 200, headers: json, body: "[]" }],
    ["answer_malformed", 1, { status: 304 }],
    ["redirected", 1, { status: 307, headers: { location: "/elsewhere" } }],
    ["throttled", 3, { status: 429 }],
    ["throttled", 1, { status: 429, headers: { "retry-after": "38" } }],
    ["adobe_unavailable", 3, { status: 503 }],
    ["adobe_internal_error", 3, { status: 500, headers: json, body: '{"error":"internal_error"}' }],
  ])("%s after %d tries: %o", async (code, tries, answer) => {
    const sentBefore = server.seen.length;
    expect(await ask(answer)).toMatchObject({ ok: false, failure: { code, tries, status: answer.status } });
    expect(server.seen).toHaveLength(sentBefore + tries);
  });

  test("of any kind leaves no secret and no token in a failure", async () => {
    const outcomes = [];
    for (const status of [200, 302, 400, 401, 403, 404, 418, 429, 500]) {
      for (const echo of [token, clientSecret]) {
        const headers = { ...json, "x-debug-id": echo, location: `/${echo}` };
        const body = JSON.stringify({ error: echo, error_description: echo });
        outcomes.push(await ask({ status, headers, body }));
      }
    }
    expect(outcomes.map((outcome) => outcome.ok)).not.toContain(true);
    for (const text of [JSON.stringify(outcomes), inspect(outcomes, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(clientSecret);
    }
  });
});

describe("nothing is sent", () => {
  test("where no sandbox is configured, or for a client ID that fits no header", async () => {
    const sentBefore = server.seen.length;
    const invalidate = makeInvalidateToken(server.url);
    expect(await invalidate({ ...asked, environment: "stage" })).toMatchObject({
      failure: { code: "sandbox_not_running", tries: 0 },
    });
    expect(await invalidate({ ...asked, clientId: "" })).toMatchObject({
      failure: { code: "missing_client_id", tries: 0 },
    });
    expect(await invalidate({ ...asked, clientId: "made\nup" })).toMatchObject({
      failure: { code: "unknown_client_id", tries: 0 },
    });
    await expect(makeInvalidateToken(server.url, false)(asked)).rejects.toThrow("https");
    expect(server.seen).toHaveLength(sentBefore);
  });
});
