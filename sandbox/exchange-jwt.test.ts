import { CompactSign } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeJwtKey } from "@/lib/adobe/jwt-key.fixture";
import { type Client, generateClientId } from "./clients";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

const nowMs = Date.UTC(2026, 0, 15, 12);
const nowSeconds = nowMs / 1_000;
const ims = "https://ims-na1.adobelogin.com";
const key = makeJwtKey();
let sandbox: Sandbox;
let control: ControlClient;
let client: Client;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", nowMs: () => nowMs });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  client = await control.putClient(generateClientId(), {
    jwt: { publicKeys: [makeJwtKey().publicPem, key.publicPem], metascopes: ["ent_user_sdk"] },
  });
});
afterAll(() => sandbox.close());

type Claims = Readonly<Record<string, unknown>>;

/** A claim of undefined is left out. */
function sign(change: Claims = {}): Promise<string> {
  const claims = {
    iss: client.imsOrgId,
    sub: client.technicalAccountId,
    aud: `${ims}/c/${client.clientId}`,
    exp: nowSeconds + 300,
    [`${ims}/s/ent_user_sdk`]: true,
    ...change,
  };
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "RS256" })
    .sign(key.keyObject);
}

interface ExchangeChange {
  readonly path?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
}

async function exchange(jwtToken: string, { path = "/ims/exchange/jwt", ...change }: ExchangeChange = {}) {
  const response = await fetch(`${sandbox.url}${path}`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: client.clientId,
      client_secret: client.clientSecrets[0] ?? "",
      jwt_token: jwtToken,
      ...change,
    }),
  });
  return { status: response.status, body: await response.json() };
}

test.each(["/ims/exchange/jwt", "/ims/exchange/jwt/"])(
  "%s exchanges an assertion that any of the keys has signed, and counts in milliseconds",
  async (path) => {
    expect(await exchange(await sign(), { path })).toEqual({
      status: 200,
      body: { token_type: "bearer", access_token: expect.any(String), expires_in: 86_399_000 },
    });
  },
);

test.each<[string, Claims, number, string]>([
  ["no exp", { exp: undefined }, 400, "invalid_token"],
  ["an exp with a fraction", { exp: nowSeconds + 0.5 }, 400, "invalid_token"],
  ["an exp of now", { exp: nowSeconds }, 400, "invalid_token"],
  ["an exp in milliseconds", { exp: nowMs + 300_000 }, 400, "bad_request"],
  ["an exp beyond a day", { exp: nowSeconds + 86_401 }, 400, "bad_request"],
  ["another audience", { aud: `${ims}/c/${"0".repeat(32)}` }, 400, "invalid_client"],
  ["another organization", { iss: "ABC@AdobeOrg" }, 400, "bad_request"],
  ["another account", { sub: "somebody@techacct.adobe.com" }, 400, "bad_request"],
  ["a metascope beyond the binding", { [`${ims}/s/ent_campaign_sdk`]: true }, 400, "invalid_scope"],
  ["a metascope that is false", { [`${ims}/s/ent_user_sdk`]: false }, 400, "invalid_scope"],
])("refused: %s", async (_name, change, status, error) => {
  expect(await exchange(await sign(change))).toMatchObject({ status, body: { error } });
});

test("refused: no assertion, one that is none, one that was tampered with, a wrong secret", async () => {
  const good = await sign();
  expect(await exchange("")).toMatchObject({ status: 400, body: { error: "invalid_token" } });
  expect(await exchange("a.b.c")).toMatchObject({ status: 400, body: { error: "invalid_token" } });
  const tampered = `${good.slice(0, -8)}AAAAAAAA`;
  expect(await exchange(tampered)).toMatchObject({ status: 400, body: { error: "invalid_signature" } });
  const wrong = await exchange(good, { client_secret: "made-up" });
  expect(wrong).toMatchObject({ status: 401, body: { error: "invalid_client" } });
});

test("a client without a JWT credential is answered as Adobe answers for OAuth-only ones", async () => {
  const { clientId, clientSecrets } = await control.putClient(generateClientId());
  const change = { client_id: clientId, client_secret: clientSecrets[0] ?? "" };
  expect(await exchange(await sign(), change)).toMatchObject({
    status: 500,
    body: { error: "internal_error" },
  });
});
