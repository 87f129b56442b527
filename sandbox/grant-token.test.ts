import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { generateClientSecret } from "./client-secrets";
import { type Client, generateClientId } from "./clients";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
const clockMs = Date.UTC(2026, 0, 15, 12);

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", nowMs: () => clockMs });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  client = await control.putClient(generateClientId(), {
    clientSecrets: [generateClientSecret(), "an odd one: a&b=c+d%20é/"],
    boundScopes: ["openid", "AdobeID", "read_organizations"],
  });
});
afterAll(() => sandbox.close());

const grantSchema = z.strictObject({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.literal(86399),
});

function goodForm(changes: Record<string, string | undefined> = {}): URLSearchParams {
  const form = {
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecrets[0],
    scope: "openid,AdobeID",
    ...changes,
  };
  return new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function post(init: RequestInit & { path?: string } = {}): Promise<Response> {
  return fetch(`${sandbox.url}${init.path ?? "/ims/token/v3"}`, {
    method: "POST",
    redirect: "error",
    ...init,
  });
}

async function grantedScopes(response: Response): Promise<unknown> {
  expect(response.status).toBe(200);
  return decodeJwt(grantSchema.parse(await response.json()).access_token).scope;
}

function basic(clientId: string, clientSecret: string): Record<string, string> {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

describe("a good call", () => {
  test.each(["v1", "v2", "v3", "v4"])(
    "is granted by version %s with exactly the documented members",
    async (version) => {
      const response = await post({ path: `/ims/token/${version}`, body: goodForm() });
      expect(response.status).toBe(200);
      expect(response.headers.get("x-debug-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(response.headers.get("cache-control")).toBe("no-store");
      grantSchema.parse(await response.json());
    },
  );

  test("may carry its parameters in a multipart body, in the query, or mixed", async () => {
    const multipart = new FormData();
    for (const [name, value] of goodForm()) multipart.append(name, value);
    expect(await grantedScopes(await post({ body: multipart }))).toBe("openid,AdobeID");
    expect(await grantedScopes(await post({ path: `/ims/token/v3?${goodForm()}` }))).toBe("openid,AdobeID");

    multipart.delete("client_id");
    const mixed = await post({ path: `/ims/token/v4?client_id=${client.clientId}`, body: multipart });
    expect(await grantedScopes(mixed)).toBe("openid,AdobeID");
  });

  test("may use either of the two secrets, whatever characters they hold", async () => {
    for (const clientSecret of client.clientSecrets) {
      expect((await post({ body: goodForm({ client_secret: clientSecret }) })).status).toBe(200);
      const inHeader = goodForm({ client_id: undefined, client_secret: undefined });
      const headers = basic(client.clientId, clientSecret);
      expect((await post({ headers, body: inHeader })).status).toBe(200);
    }
  });

  test("gets an RS256 token with the header and claims of an IMS access token", async () => {
    const { access_token: token } = grantSchema.parse(await (await post({ body: goodForm() })).json());
    expect(decodeProtectedHeader(token)).toEqual({
      alg: "RS256",
      x5u: "ims_na1-key-at-1.cer",
      kid: "ims_na1-key-at-1",
      itt: "at",
    });
    expect(decodeJwt(token)).toEqual({
      id: expect.stringMatching(/^\d+_[0-9a-f-]{36}_ue1$/),
      type: "access_token",
      client_id: client.clientId,
      user_id: client.technicalAccountId,
      as: "ims-na1",
      scope: "openid,AdobeID",
      created_at: String(clockMs),
      expires_in: "86400000",
    });
  });

  test("may name its own organization and several resources", async () => {
    const body = goodForm({ org_id: client.imsOrgId });
    body.append("resource", "https://one.example");
    body.append("resource", "https://two.example");
    expect((await post({ body })).status).toBe(200);
  });
});

describe("scopes", () => {
  test.each([
    ["openid,AdobeID", "openid,AdobeID"],
    ["openid AdobeID", "openid,AdobeID"],
    [" openid, AdobeID ,,openid", "openid,AdobeID"],
    ["openid,not_bound", "openid"],
    ["OPENID,AdobeID", "AdobeID"],
    ["", "openid,AdobeID,read_organizations"],
  ])("requested as %j are granted as %j", async (scope, granted) => {
    expect(await grantedScopes(await post({ body: goodForm({ scope }) }))).toBe(granted);
  });

  test("that are not bound are refused by a strict client", async () => {
    const strict = await control.putClient(generateClientId(), { strict: true, boundScopes: ["openid"] });
    const form = { client_id: strict.clientId, client_secret: strict.clientSecrets[0] };
    const refused = await post({ body: goodForm({ ...form, scope: "openid,AdobeID" }) });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: "invalid_scope" });
    expect(await grantedScopes(await post({ body: goodForm({ ...form, scope: "openid" }) }))).toBe("openid");
  });
});

describe("the error table", () => {
  const foreignOrg = `${"0".repeat(24)}@AdobeOrg`;
  test.each<[string, Record<string, string | undefined>, number, string, string]>([
    ["no client id", { client_id: undefined }, 400, "invalid_client", "missing client_id parameter"],
    ["an empty client id", { client_id: "" }, 400, "invalid_client", "missing client_id parameter"],
    [
      "an unknown client id",
      { client_id: "f".repeat(32) },
      400,
      "invalid_client",
      "invalid client_id parameter",
    ],
    [
      "a client id like a member name",
      { client_id: "__proto__" },
      400,
      "invalid_client",
      "invalid client_id parameter",
    ],
    ["no secret", { client_secret: undefined }, 400, "invalid_client", "missing client_secret parameter"],
    ["a wrong secret", { client_secret: "wrong" }, 400, "invalid_client", "invalid client_secret parameter"],
    [
      "no bound scope",
      { scope: "nothing,of_ours" },
      400,
      "invalid_target_scope",
      "None of the requested scopes is enabled in the SP binding",
    ],
    [
      "a malformed organization",
      { org_id: "nonsense" },
      400,
      "missing_separator",
      "The guid nonsense is invalid.",
    ],
    [
      "a foreign organization",
      { org_id: foreignOrg },
      404,
      "not_found",
      `Organization with id ${foreignOrg} cannot be found`,
    ],
    ["no grant type", { grant_type: undefined }, 400, "invalid_request", "missing grant_type parameter"],
    [
      "another grant type",
      { grant_type: "password" },
      400,
      "unsupported_grant_type",
      "The grant type is not supported.",
    ],
  ])("%s", async (_what, changes, status, error, description) => {
    const response = await post({ body: goodForm(changes) });
    expect(response.status).toBe(status);
    expect(response.headers.get("x-debug-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ error, error_description: description });
  });

  test.each([
    ["notServerToServer", 400, "unauthorized_client", "client is not authorized to use this grant type."],
    [
      "removedFromOrganization",
      403,
      "access_denied",
      "Service principal is no longer part of the organization.",
    ],
    ["notAllowed", 403, "Forbidden", "The client is not allowed to perform the operation."],
    ["duplicateBinding", 409, "duplicate_binding", "There are multiple bindings for this client and org."],
  ] as const)("a client that is refused as %s", async (refusal, status, error, description) => {
    const refused = await control.putClient(generateClientId(), { refusal });
    const form = { client_id: refused.clientId, client_secret: refused.clientSecrets[0] };
    const response = await post({ body: goodForm(form) });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error, error_description: description });
    // A wrong secret learns nothing of it.
    const stranger = await post({ body: goodForm({ ...form, client_secret: "wrong" }) });
    expect(await stranger.json()).toMatchObject({ error_description: "invalid client_secret parameter" });
  });

  test("a refused header answers 401 and asks for Basic", async () => {
    const body = goodForm({ client_id: undefined, client_secret: undefined });
    const headers = [
      basic(client.clientId, "wrong"),
      basic("f".repeat(32), "wrong"),
      { authorization: "Basic bm8tY29sb24=" },
      { authorization: `Basic ${Buffer.from("%zz:%zz").toString("base64")}` },
    ];
    for (const header of headers) {
      const response = await post({ headers: header, body });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe('Basic realm="ims"');
      expect(await response.json()).toEqual({
        error: "invalid_client",
        error_description: "Client authentication failed",
      });
    }
  });

  test("a parameter sent twice, or a client proved in two ways, is an invalid request", async () => {
    const doubled = goodForm();
    doubled.append("scope", "openid");
    const split = post({ path: `/ims/token/v3?client_id=${client.clientId}`, body: goodForm() });
    const twoWays = post({
      headers: basic(client.clientId, client.clientSecrets[0] ?? ""),
      body: goodForm(),
    });
    for (const response of [await post({ body: doubled }), await split, await twoWays]) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: "invalid_request" });
    }
  });

  test("a secret that was taken away no longer signs a token request", async () => {
    const rotated = await control.putClient(generateClientId());
    const form = goodForm({
      client_id: rotated.clientId,
      client_secret: rotated.clientSecrets[0],
      scope: "openid",
    });
    expect((await post({ body: form })).status).toBe(200);
    await control.putClient(rotated.clientId, { clientSecrets: [generateClientSecret()] });
    expect(await (await post({ body: form })).json()).toMatchObject({
      error_description: "invalid client_secret parameter",
    });
  });
});

describe("calls that are none", () => {
  test("an unknown path answers 404 in JSON with a debug id", async () => {
    for (const path of ["/", "/ims/token/v5", "/ims/token", "/console/organizations", "/control"]) {
      const response = await post({ path });
      expect(response.status).toBe(404);
      expect(response.headers.get("x-debug-id")).not.toBeNull();
      expect(await response.json()).toMatchObject({ error: "not_found" });
    }
  });

  test("another method answers 405 and names POST", async () => {
    const response = await fetch(`${sandbox.url}/ims/token/v3?${goodForm()}`);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  test("a JSON body has no parameters, and a broken multipart body neither", async () => {
    const headers = { "content-type": "application/json" };
    const json = await post({ headers, body: JSON.stringify(Object.fromEntries(goodForm())) });
    expect(await json.json()).toMatchObject({ error_description: "missing client_id parameter" });
    const broken = { "content-type": "multipart/form-data; boundary=x" };
    expect((await post({ headers: broken, body: "--y" })).status).toBe(400);
  });

  test("a body beyond 64 KiB answers 413", async () => {
    const response = await post({ body: goodForm({ org_id: "x".repeat(70_000) }) });
    expect(response.status).toBe(413);
  });
});
