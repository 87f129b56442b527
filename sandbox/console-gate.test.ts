import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, generateClientId } from "./clients";
import { callSecrets, credentialUrl, mintToken } from "./console-call.fixture";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let token: string;
let nowMs = Date.UTC(2026, 0, 15, 12);

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", nowMs: () => nowMs });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId());
  token = await mintToken(sandbox.url, client);
});
afterAll(() => sandbox.close());

async function askAs(headers: Record<string, string>, url: string = secretsUrl()) {
  const response = await fetch(url, { headers });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

function secretsUrl(of: Client = client): string {
  return `${credentialUrl(sandbox.url, of)}/secrets`;
}

function proof(of: Client = client, by: string = token): Record<string, string> {
  return { authorization: `Bearer ${by}`, "x-api-key": of.clientId };
}

async function mintWith(scopes: readonly string[]): Promise<string> {
  await control.putClient(client.clientId, { boundScopes: [...scopes] });
  return mintToken(sandbox.url, client);
}

describe("the gateway", () => {
  test("wants an api key first, then a token, then a token that is good and belongs to the key", async () => {
    const other = await control.putClient(generateClientId());
    const { authorization = "" } = proof();
    const refused: readonly [Record<string, string>, number, string, string][] = [
      [{}, 403, "403000", "Api Key is required"],
      [{ authorization }, 403, "403000", "Api Key is required"],
      [{ authorization, "x-api-key": "nobody" }, 403, "403003", "Api Key is invalid"],
      [{ "x-api-key": client.clientId }, 403, "403010", "Oauth token is missing."],
      [proof(client, "nonsense"), 401, "401013", "Oauth token is not valid"],
      [proof(client, `${token}x`), 401, "401013", "Oauth token is not valid"],
      [proof(other), 403, "403003", "Api Key is invalid"],
    ];
    for (const [headers, status, code, message] of refused) {
      expect(await askAs(headers)).toMatchObject({ status, body: { error_code: code, message } });
    }
  });

  test("refuses a token that has expired or was invalidated", async () => {
    const body = new URLSearchParams({ token_type: "access_token", token, client_id: client.clientId });
    await fetch(`${sandbox.url}/ims/invalidate_token/v2`, { method: "POST", body });
    expect((await askAs(proof())).body).toMatchObject({ error_code: "401013" });

    const fresh = await mintToken(sandbox.url, client);
    expect((await askAs(proof(client, fresh))).status).toBe(200);
    nowMs += 86_400_000;
    expect((await askAs(proof(client, fresh))).body).toMatchObject({ error_code: "401013" });
  });

  test("speaks before the Console does, and names the request", async () => {
    const nowhere = `${sandbox.url}/console/organizations/nonsense/credentials/0/secrets`;
    const { body, headers } = await askAs({}, nowhere);
    expect(body).toEqual({ error_code: "403000", message: "Api Key is required" });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("scopes", () => {
  const mismatch = { error_code: "403011", message: "Scope mismatch" };

  test.each(["adobeio_api", "read_client_secret"])("the list needs %s", async (missing) => {
    const enough = ["adobeio_api", "read_client_secret"];
    expect((await askAs(proof(client, await mintWith(enough)))).status).toBe(200);
    const less = await mintWith(["openid", ...enough.filter((scope) => scope !== missing)]);
    expect(await askAs(proof(client, less))).toMatchObject({ status: 403, body: mismatch });
  });

  test("adding and deleting need manage_client_secrets too", async () => {
    const [secret] = await control.listSecrets(client.clientId);
    const reader = await mintWith(["adobeio_api", "read_client_secret"]);
    for (const [method, path] of [
      ["POST", ""],
      ["DELETE", `/${secret?.uuid}`],
    ] as const) {
      const response = await callSecrets(sandbox.url, client, reader, method, path);
      expect([response.status, await response.json()]).toEqual([403, mismatch]);
    }
    expect(await control.listSecrets(client.clientId)).toHaveLength(1);
  });

  test("are those of the token, whatever the client is granted later", async () => {
    const before = await mintWith(["openid"]);
    await mintWith(["adobeio_api", "read_client_secret"]);
    expect((await askAs(proof(client, before))).status).toBe(403);
  });
});

describe("the numbers in the path", () => {
  test("of another organization or credential are 404, and change nothing there", async () => {
    const other = await control.putClient(generateClientId());
    const own = `${sandbox.url}/console/organizations/${client.adobeOrganizationId}`;
    const foreign = `${sandbox.url}/console/organizations/${other.adobeOrganizationId}`;
    for (const url of [
      secretsUrl(other),
      `${own}/credentials/${other.adobeCredentialId}/secrets`,
      `${foreign}/credentials/${client.adobeCredentialId}/secrets`,
      `${own}/credentials/nonsense/secrets`,
    ]) {
      const { status, body } = await askAs(proof(), url);
      expect([status, body.messages[0].message]).toEqual([404, "Credential Not Found"]);
      expect((await fetch(url, { method: "POST", headers: proof() })).status).toBe(404);
    }
    expect(await control.listSecrets(other.clientId)).toHaveLength(1);
  });

  test("are numbers: the id of the IMS organization is the error that Adobe was seen to give", async () => {
    const url = `${sandbox.url}/console/organizations/${client.imsOrgId}/credentials/${client.adobeCredentialId}/secrets`;
    expect(await askAs(proof(), url)).toMatchObject({
      status: 400,
      body: { messages: [{ template: "ERR_MSG_GENERIC_MESSAGE", message: "Unknown Error" }] },
    });
  });
});

describe("the integration", () => {
  function integrationUrl(): string {
    return `${sandbox.url}/console/organizations/${client.adobeOrganizationId}/integrations/${client.adobeCredentialId}`;
  }

  test("tells what is known of the credential, and no secret", async () => {
    const { status, body } = await askAs(proof(), integrationUrl());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: client.adobeCredentialId,
      orgId: client.adobeOrganizationId,
      apikey: client.clientId,
      technicalAccountId: client.technicalAccountId,
      technicalAccountEmail: client.technicalAccountEmail,
      sdkList: ["AdobeIOManagementAPISDK"],
      serviceProperties: [{ scopes: client.boundScopes, licenseConfigs: [] }],
      type: "oauth_server_to_server",
    });
    expect(JSON.stringify(body)).not.toContain(client.clientSecrets[0]);
  });

  test("shows a migration under way, and is closed like the list", async () => {
    await control.putClient(client.clientId, { migrationStatus: "STARTED" });
    expect((await askAs(proof(), integrationUrl())).body).toMatchObject({
      type: "oauth_server_to_server_migrate",
    });
    expect((await askAs({}, integrationUrl())).body).toMatchObject({ error_code: "403000" });
    const outsider = await mintWith(["openid"]);
    expect((await askAs(proof(client, outsider), integrationUrl())).status).toBe(403);
  });
});

test("other methods answer 405 and name the ones there are", async () => {
  const url = secretsUrl();
  for (const [path, method, allow] of [
    [url, "PUT", "GET, POST"],
    [`${url}/${"0".repeat(32)}`, "GET", "DELETE"],
  ] as const) {
    const response = await fetch(path, { method, headers: proof() });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
  }
});
