import { decodeProtectedHeader, importSPKI, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { Secret } from "@/lib/secret";
import { type Client, generateClientId } from "@/sandbox/clients";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { createCircuitBreaker } from "./circuit-breaker";
import { createExchangeJwt, type ExchangeJwt, type JwtExchange, readLifetime } from "./exchange-jwt";
import { makeFakeTiming } from "./fake-timing.fixture";
import { createHttpClient, type HttpClient } from "./http-client";
import { makeJwtKey } from "./jwt-key.fixture";
import { startLoopbackServer } from "./loopback-server.fixture";

const key = makeJwtKey();
const otherKey = makeJwtKey();
const metascopes = ["ent_user_sdk", "ent_adobeio_sdk"];
let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let http: HttpClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  http = createHttpClient();
});
beforeEach(async () => {
  client = await control.putClient(generateClientId(), { jwt: { publicKeys: [key.publicPem], metascopes } });
});
afterAll(async () => {
  await http.close();
  await sandbox.close();
});

function makeExchange(imsOrigin = sandbox.url): ExchangeJwt {
  const timing = makeFakeTiming({ now: new Date() });
  return createExchangeJwt({
    findHost: () => ({ imsOrigin, consoleOrigin: undefined, allowInsecureRequests: true }),
    http,
    breaker: createCircuitBreaker(timing.elapsedMs),
    timing,
  });
}

function describeExchange(change: Partial<JwtExchange> = {}): JwtExchange {
  return {
    environment: "sandbox",
    clientId: client.clientId,
    clientSecret: new Secret(client.clientSecrets[0] ?? ""),
    imsOrgId: client.imsOrgId,
    technicalAccountId: client.technicalAccountId,
    metascopes,
    privateKey: new Secret(key.pem),
    ...change,
  };
}

test("an assertion becomes a token with its expiry, scopes and account", async () => {
  const outcome = await makeExchange()(describeExchange());
  if (!outcome.ok) throw new Error(outcome.failure.code);
  expect(outcome.value).toMatchObject({
    grantedScopes: client.boundScopes,
    claims: { clientId: client.clientId, userId: client.technicalAccountId },
    status: 200,
    tries: 1,
  });
  const leftMs = outcome.value.expiresAt.getTime() - Date.now();
  expect(leftMs).toBeGreaterThan(23 * 3_600_000);
  expect(leftMs).toBeLessThan(25 * 3_600_000);
});

test("a key in PKCS #1 signs as well", async () => {
  const pem = key.keyObject.export({ type: "pkcs1", format: "pem" }).toString();
  expect((await makeExchange()(describeExchange({ privateKey: new Secret(pem) }))).ok).toBe(true);
});

describe("what is sent", () => {
  async function send(change: Partial<JwtExchange>) {
    const server = await startLoopbackServer((response) => {
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_token"}');
    });
    await makeExchange(server.url)(describeExchange(change));
    await server.close();
    return server.seen[0];
  }

  test.each([
    ["production", "https://ims-na1.adobelogin.com"],
    ["stage", "https://ims-na1-stg1.adobelogin.com"],
    ["sandbox", "https://ims-na1.adobelogin.com"],
  ] as const)("is a form with an assertion for the IMS of %s, good for minutes", async (environment, ims) => {
    const request = await send({ environment });
    expect(request).toMatchObject({ method: "POST", path: "/ims/exchange/jwt" });
    const form = new URLSearchParams(request?.body);
    expect([...form.keys()].sort()).toEqual(["client_id", "client_secret", "jwt_token"]);
    const assertion = form.get("jwt_token") ?? "";
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: "RS256" });
    const { payload } = await jwtVerify(assertion, await importSPKI(key.publicPem, "RS256"));
    const { exp = 0, ...claims } = payload;
    expect(claims).toEqual({
      iss: client.imsOrgId,
      sub: client.technicalAccountId,
      aud: `${ims}/c/${client.clientId}`,
      [`${ims}/s/ent_user_sdk`]: true,
      [`${ims}/s/ent_adobeio_sdk`]: true,
    });
    expect(Number.isInteger(exp)).toBe(true);
    expect(Math.abs(exp - (Date.now() / 1_000 + 300))).toBeLessThan(60);
  });
});

describe("what the sandbox refuses is named", () => {
  test.each<[AdobeFailureCode, () => Partial<JwtExchange>]>([
    ["jwt_client_refused", () => ({ clientId: "0".repeat(32) })],
    ["client_secret_refused", () => ({ clientSecret: new Secret("made-up") })],
    ["jwt_signature_refused", () => ({ privateKey: new Secret(otherKey.pem) })],
    ["jwt_metascopes_refused", () => ({ metascopes: ["ent_campaign_sdk"] })],
    ["jwt_metascopes_refused", () => ({ metascopes: [] })],
    ["jwt_claims_refused", () => ({ technicalAccountId: "somebody@techacct.adobe.com" })],
    ["jwt_claims_refused", () => ({ imsOrgId: "ABC@AdobeOrg" })],
  ])("%s", async (code, change) => {
    const outcome = await makeExchange()(describeExchange(change()));
    expect(outcome).toMatchObject({ ok: false, failure: { code, tries: 1 } });
  });

  test("a credential that Adobe has converted is told apart from a server in trouble", async () => {
    await control.putClient(client.clientId, {
      jwt: { publicKeys: [key.publicPem], metascopes, isEnded: true },
    });
    expect(await makeExchange()(describeExchange())).toMatchObject({
      failure: { code: "jwt_ended", tries: 1, status: 500 },
    });
    await control.setFaults(client.clientId, { kind: "serverError", status: 503 });
    expect(await makeExchange()(describeExchange())).toMatchObject({
      failure: { code: "adobe_unavailable", tries: 3 },
    });
  });
});

describe("the unit of expires_in", () => {
  test.each([
    ["milliseconds, as the exchange answers", 86_399_000, 86_400_000, 86_399_000],
    ["milliseconds of a token that says nothing", 86_399_999, null, 86_399_999],
    ["seconds by mistake", 86_399, 86_400_000, 86_399_000],
    ["seconds of a token that says nothing", 3_600, null, 3_600_000],
    ["few milliseconds, if the token says the same", 60_000, 60_000, 60_000],
  ])("%s", (_name, expiresIn, claimedMs, lifetimeMs) => {
    expect(readLifetime(expiresIn, claimedMs)).toBe(lifetimeMs);
  });
});

test("neither key, secret nor assertion is in what comes back", async () => {
  const server = await startLoopbackServer((response) => {
    const [request] = server.seen;
    const assertion = new URLSearchParams(request?.body).get("jwt_token") ?? "";
    response
      .writeHead(400, { "content-type": "application/json", "x-debug-id": assertion })
      .end(JSON.stringify({ error: "invalid_token", error_description: assertion }));
  });
  const outcome = await makeExchange(server.url)(describeExchange());
  await server.close();
  expect(outcome).toEqual({
    ok: false,
    failure: { code: "jwt_malformed", status: 400, tries: 1, durationMs: expect.any(Number) },
  });
});
