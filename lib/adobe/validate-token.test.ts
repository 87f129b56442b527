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
import { createInvalidateToken } from "./invalidate-token";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture";
import { makeRequestToken } from "./request-token.fixture";
import { createValidateToken } from "./validate-token";

const token = `made-up-token-${crypto.randomUUID()}`;
const asked = {
  environment: "sandbox",
  clientId: "made-up-client",
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

function partsAt(imsOrigin: string, allowInsecureRequests = true) {
  const timing = makeFakeTiming();
  return {
    findHost: (environment: string) =>
      environment === "sandbox" ? { imsOrigin, consoleOrigin: undefined, allowInsecureRequests } : undefined,
    http,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  };
}

const json = { "content-type": "application/json" };

function answer(body: unknown, status = 200): Told {
  return { status, headers: json, body: JSON.stringify(body) };
}

function ask(toldNow: Told) {
  told = toldNow;
  return createValidateToken(partsAt(server.url))(asked);
}

test("a fresh token is valid, an ended one is not and a made-up one is malformed", async () => {
  const sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  const { clientId, clientSecrets } = await createControlClient(sandbox.url, sandbox.controlKey).putClient(
    generateClientId(),
  );
  const { requestToken, close } = makeRequestToken(sandbox.url);
  const clientSecret = new Secret(clientSecrets[0] ?? "");
  const granted = await requestToken({ environment: "sandbox", clientId, clientSecret, scopes: ["openid"] });
  if (!granted.ok) throw new Error(granted.failure.code);
  const parts = partsAt(sandbox.url);
  const question = { environment: "sandbox", clientId, accessToken: granted.value.accessToken } as const;
  const validate = createValidateToken(parts);
  expect(await validate(question)).toMatchObject({ ok: true, value: { isValid: true, reason: null } });
  // Adobe asks for no secret to end an access token.
  expect(await createInvalidateToken(parts)(question)).toMatchObject({ ok: true });
  expect(await validate(question)).toMatchObject({ ok: true, value: { isValid: false, reason: "ended" } });
  expect(await validate({ ...question, accessToken: new Secret("opaque") })).toMatchObject({
    value: { isValid: false, reason: "malformed" },
  });
  await close();
  await sandbox.close();
});

test("the request is a form post with nothing in the address", async () => {
  await ask(answer({ valid: true }));
  const request = server.seen.at(-1);
  expect(request).toMatchObject({ method: "POST", path: "/ims/validate_token/v1" });
  expect(request?.headers).toMatchObject({
    "content-type": "application/x-www-form-urlencoded",
    "x-ims-clientid": "made-up-client",
  });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    type: "access_token",
    token,
    client_id: "made-up-client",
  });
});

test.each([
  [
    { valid: true, token: { id: "1" }, expires_at: 1 },
    { isValid: true, reason: null },
  ],
  [
    { valid: true, reason: "expired" },
    { isValid: true, reason: null },
  ],
  [{ valid: false }, { isValid: false, reason: null }],
  [
    { valid: false, reason: "bad payload" },
    { isValid: false, reason: "malformed" },
  ],
  [
    { valid: false, reason: ` Expired ` },
    { isValid: false, reason: "expired" },
  ],
  [
    { valid: false, reason: 7 },
    { isValid: false, reason: null },
  ],
  [
    { valid: false, reason: token },
    { isValid: false, reason: null },
  ],
])("%o is read, and of the reason nothing but what is known", async (body, verdict) => {
  expect(await ask(answer(body))).toMatchObject({ ok: true, value: { ...verdict, tries: 1 } });
});

describe("is no word about the token:", () => {
  test.each<[AdobeFailureCode, number, Told]>([
    ["answer_malformed", 1, answer({})],
    ["answer_malformed", 1, answer({ valid: "true" })],
    ["answer_malformed", 1, answer({ valid: 1 })],
    ["answer_malformed", 1, answer([true])],
    ["answer_malformed", 1, answer({ valid: true }, 202)],
    ["answer_malformed", 1, answer({ valid: true, error: 7 })],
    ["unknown_refusal", 1, answer({ valid: true }, 401)],
    ["unknown_refusal", 1, answer({ error: "invalid_request" }, 400)],
    [
      "unknown_client_id",
      1,
      answer({ error: "invalid_client", error_description: "invalid client_id parameter" }, 400),
    ],
    ["not_json", 1, { status: 200 }],
    ["not_json", 1, { status: 200, headers: { "content-type": "text/html" }, body: "<title>Hi</title>" }],
    ["redirected", 1, { status: 302, headers: { location: "/elsewhere" } }],
    ["throttled", 3, { status: 429 }],
    ["throttled", 1, { status: 429, headers: { "retry-after": "38" } }],
    ["adobe_unavailable", 3, { status: 503 }],
  ])("%s after %d tries: %o", async (code, tries, toldNow) => {
    expect(await ask(toldNow)).toMatchObject({ ok: false, failure: { code, tries, status: toldNow.status } });
  });
});

test("no answer of any kind leaves the token in what is told", async () => {
  const outcomes = [];
  for (const status of [200, 302, 400, 401, 418, 429, 500]) {
    const headers = { ...json, "x-debug-id": token, location: `/${token}` };
    const body = JSON.stringify({ valid: false, reason: token, error: token, error_description: token });
    outcomes.push(await ask({ status, headers, body }));
  }
  for (const text of [JSON.stringify(outcomes), inspect(outcomes, { depth: 9, showHidden: true })]) {
    expect(text).not.toContain(token);
  }
});

test("nothing is sent where no sandbox is configured, or over plain http", async () => {
  const sentBefore = server.seen.length;
  expect(await createValidateToken(partsAt(server.url))({ ...asked, environment: "stage" })).toMatchObject({
    failure: { code: "sandbox_not_running", tries: 0 },
  });
  await expect(createValidateToken(partsAt(server.url, false))(asked)).rejects.toThrow("https");
  expect(server.seen).toHaveLength(sentBefore);
});
