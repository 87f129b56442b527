import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { Secret } from "@/lib/secret";
import { type Client, generateClientId } from "@/sandbox/clients";
import { type ControlClient, createControlClient, type FaultInput } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { findClosedPort, startLoopbackServer } from "./loopback-server.fixture";
import type { TokenRequest } from "./request-token";
import { makeRequestToken, makeUnsignedToken, type TestRequestToken } from "./request-token.fixture";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let asking: TestRequestToken;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId());
  asking = makeRequestToken(sandbox.url);
});
afterEach(() => asking.close());
afterAll(() => sandbox.close());

function describeRequest(change: Partial<TokenRequest> = {}): TokenRequest {
  return {
    environment: "sandbox",
    clientId: client.clientId,
    clientSecret: new Secret(client.clientSecrets[0] ?? ""),
    scopes: ["openid", "AdobeID"],
    ...change,
  };
}

async function countRequests(): Promise<number> {
  return (await control.requests(client.clientId)).requests.length;
}

describe("a granted token", () => {
  test("comes with its expiry, its scopes, its fingerprint and Adobe's debug id", async () => {
    const outcome = await asking.requestToken(describeRequest({ imsOrgId: client.imsOrgId }));
    if (!outcome.ok) throw new Error(outcome.failure.code);
    const token = outcome.value.accessToken.reveal();
    expect(outcome.value).toMatchObject({
      expiresAt: new Date(asking.timing.clock.now().getTime() + 86_399_000),
      grantedScopes: ["openid", "AdobeID"],
      claims: { clientId: client.clientId, userId: client.technicalAccountId, issuedBy: "ims-na1" },
      fingerprint: createHash("sha256").update(token).digest("hex").slice(0, 8),
      status: 200,
      tries: 1,
    });
    expect(outcome.value.debugId).toMatch(/^\S+$/);
  });

  test("shows which scopes Adobe left out silently", async () => {
    const outcome = await asking.requestToken(describeRequest({ scopes: ["openid", "not_enabled"] }));
    expect(outcome).toMatchObject({ ok: true, value: { grantedScopes: ["openid"] } });
  });

  test("is granted to a secret with every kind of character, which arrives as it is", async () => {
    for (const characters of ["&=+%/ ü", "p8e-%26%2B+&scope=all", "a;b,c?d#e\\f\"g'h", "\u{1f511} key "]) {
      await control.putClient(client.clientId, { clientSecrets: [characters] });
      const outcome = await asking.requestToken(
        describeRequest({ clientSecret: new Secret(characters), scopes: ["openid"] }),
      );
      expect(outcome.ok).toBe(true);
    }
  });
});

test("the request is a form post to token/v3 with comma-separated scopes and nothing in the address", async () => {
  const server = await startLoopbackServer((response) => {
    response.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_scope"}');
  });
  const { requestToken, close } = makeRequestToken(server.url);
  await requestToken(describeRequest({ imsOrgId: "ABC@AdobeOrg", scopes: ["openid", "a&b", "c+d"] }));
  await close();
  await server.close();
  const [request] = server.seen;
  expect(request).toMatchObject({ method: "POST", path: "/ims/token/v3" });
  expect(request?.headers).toMatchObject({
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": "Latchkey",
  });
  expect(request?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
  expect(request?.headers.authorization).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecrets[0],
    scope: "openid,a&b,c+d",
    org_id: "ABC@AdobeOrg",
  });
});

describe("what the sandbox refuses is named", () => {
  test.each<[AdobeFailureCode, Partial<Client>, Partial<TokenRequest>]>([
    ["unknown_client_id", {}, { clientId: "0".repeat(32) }],
    ["client_secret_refused", {}, { clientSecret: new Secret("made-up") }],
    ["grant_not_allowed", { refusal: "notServerToServer" }, {}],
    ["no_scope_enabled", {}, { scopes: ["not_enabled"] }],
    ["scope_refused", { strict: true }, { scopes: ["openid", "not_enabled"] }],
    ["identifier_malformed", {}, { imsOrgId: "no-separator" }],
    ["organization_not_found", {}, { imsOrgId: `${"A".repeat(24)}@AdobeOrg` }],
    ["technical_account_removed", { refusal: "removedFromOrganization" }, {}],
    ["operation_not_allowed", { refusal: "notAllowed" }, {}],
    ["duplicate_binding", { refusal: "duplicateBinding" }, {}],
  ])("%s", async (code, clientChange, requestChange) => {
    await control.putClient(client.clientId, clientChange);
    const outcome = await asking.requestToken(describeRequest(requestChange));
    expect(outcome).toMatchObject({ ok: false, failure: { code, tries: 1 } });
  });
});

describe("when the sandbox misbehaves", () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();

  test.each<[AdobeFailureCode, number, FaultInput]>([
    ["throttled", 3, { kind: "throttle" }],
    ["throttled", 3, { kind: "throttle", retryAfter: { seconds: 10 } }],
    ["throttled", 1, { kind: "throttle", retryAfter: { seconds: 11 } }],
    ["throttled", 1, { kind: "throttle", retryAfter: { httpDate: inAnHour } }],
    ["adobe_internal_error", 3, { kind: "serverError", status: 500 }],
    ["adobe_unavailable", 3, { kind: "serverError", status: 502 }],
    ["adobe_unavailable", 3, { kind: "serverError", status: 503 }],
    ["adobe_unavailable", 1, { kind: "serverError", status: 503, retryAfter: { seconds: 60 } }],
    ["adobe_unavailable", 3, { kind: "serverError", status: 504 }],
    ["adobe_unavailable", 3, { kind: "html", status: 503 }],
    ["connection_reset", 3, { kind: "reset", at: "request" }],
    ["connection_reset", 3, { kind: "reset", at: "response" }],
    ["connection_reset", 3, { kind: "reset", at: "body" }],
    ["redirected", 1, { kind: "redirect", status: 301 }],
    ["redirected", 1, { kind: "redirect", status: 302 }],
    ["redirected", 1, { kind: "redirect", status: 307 }],
    ["redirected", 1, { kind: "redirect", status: 308 }],
    ["not_json", 1, { kind: "html" }],
    ["not_json", 1, { kind: "html", status: 403 }],
    ["answer_compressed", 1, { kind: "gzip" }],
    ["answer_compressed", 1, { kind: "gzipBomb" }],
    ["answer_too_large", 1, { kind: "oversize" }],
    ["answer_too_large", 1, { kind: "oversize", announced: true }],
  ])("%s after %d tries", async (code, tries, fault) => {
    await control.setFaults(client.clientId, fault);
    const outcome = await asking.requestToken(describeRequest());
    expect(outcome).toMatchObject({ ok: false, failure: { code, tries } });
    expect(await countRequests()).toBe(tries);
  });

  test.each<FaultInput>([
    { kind: "delay", delayMs: 60_000 },
    { kind: "drip", bytes: 1, intervalMs: 10 },
  ])("timed_out after three tries: %o", async (fault) => {
    const hasty = makeRequestToken(sandbox.url, { limits: { totalTimeoutMs: 50 } });
    await control.setFaults(client.clientId, fault);
    const outcome = await hasty.requestToken(describeRequest());
    await hasty.close();
    expect(outcome).toMatchObject({ ok: false, failure: { code: "timed_out", tries: 3 } });
  });

  test("Adobe's wish to be left alone is passed on", async () => {
    await control.setFaults(client.clientId, { kind: "throttle", retryAfter: { seconds: 2_400 } });
    expect(await asking.requestToken(describeRequest())).toMatchObject({
      failure: { code: "throttled", status: 429, retryAfterSeconds: 2_400, tries: 1 },
    });
  });

  test("a passing fault is overcome, and the tries are counted", async () => {
    await control.setFaults(
      client.clientId,
      { kind: "reset", count: 1 },
      { kind: "throttle", retryAfter: { seconds: 4 }, count: 1 },
    );
    expect(await asking.requestToken(describeRequest())).toMatchObject({ ok: true, value: { tries: 3 } });
    expect(asking.timing.waits).toEqual([250, 4_000]);
  });

  test("a cancelled request is not sent again", async () => {
    const controller = new AbortController();
    await control.setFaults(client.clientId, { kind: "holdUntilReleased" });
    const outcome = asking.requestToken(describeRequest({ signal: controller.signal }));
    await control.waitForHeld(1, client.clientId);
    controller.abort();
    expect(await outcome).toMatchObject({ ok: false, failure: { code: "cancelled", tries: 1 } });
    expect(await countRequests()).toBe(1);
  });
});

describe("nothing is sent", () => {
  test("without a client ID or a client secret", async () => {
    expect(await asking.requestToken(describeRequest({ clientId: "" }))).toMatchObject({
      failure: { code: "missing_client_id", tries: 0 },
    });
    expect(await asking.requestToken(describeRequest({ clientSecret: new Secret("") }))).toMatchObject({
      failure: { code: "missing_client_secret", tries: 0 },
    });
  });

  test("over plain http to anything but the sandbox", async () => {
    const strict = makeRequestToken(sandbox.url, { allowInsecureRequests: false });
    await expect(strict.requestToken(describeRequest())).rejects.toThrow("HTTPS");
    expect(await countRequests()).toBe(0);
    await strict.close();
  });

  test("while the host is failing for everybody", async () => {
    const lost = makeRequestToken(`http://127.0.0.1:${await findClosedPort()}`);
    for (let act = 0; act < 5; act += 1) {
      expect(await lost.requestToken(describeRequest())).toMatchObject({
        failure: { code: "connection_refused", tries: 3 },
      });
    }
    expect(await lost.requestToken(describeRequest())).toMatchObject({
      failure: { code: "circuit_open", tries: 0, retryAfterSeconds: 30 },
    });
    await lost.close();
  });
});

test("a token for another client is not accepted", async () => {
  const server = await startLoopbackServer((response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(
      JSON.stringify({
        access_token: makeUnsignedToken({ client_id: "somebody-else" }),
        token_type: "bearer",
        expires_in: 86_399,
      }),
    );
  });
  const { requestToken, close } = makeRequestToken(server.url);
  expect(await requestToken(describeRequest())).toMatchObject({
    ok: false,
    failure: { code: "answer_malformed", status: 200, tries: 1 },
  });
  await close();
  await server.close();
});
