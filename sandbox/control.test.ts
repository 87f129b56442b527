import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generateClientSecret } from "./client-secrets";
import { generateClientId } from "./clients";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(() => control.clearRequests());
afterAll(() => sandbox.close());

function ask(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${sandbox.url}/control/${path}`, {
    method,
    headers: { "x-sandbox-control": sandbox.controlKey },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

function askForToken(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sandbox.url}/ims/token/v3`, { method: "POST", body: new URLSearchParams(form), headers });
}

describe("the control key", () => {
  test("is required for every control path, known or not", async () => {
    const { clientId, clientSecret } = sandbox.readyCredential();
    for (const path of ["clients", `clients/${clientId}/faults`, "requests", "ready-credential", "nothing"]) {
      for (const headers of [
        {},
        { "x-sandbox-control": "" },
        { "x-sandbox-control": `${sandbox.controlKey}x` },
      ]) {
        const response = await fetch(`${sandbox.url}/control/${path}`, { headers });
        expect(response.status).toBe(401);
        expect(await response.text()).not.toContain(clientSecret);
      }
    }
  });

  test("is the one that was given", async () => {
    const given = await startSandbox({ port: 0, host: "127.0.0.1", controlKey: "a key of sixteen+" });
    expect(given.controlKey).toBe("a key of sixteen+");
    await createControlClient(given.url, "a key of sixteen+").readyCredential();
    await given.close();
  });
});

describe("clients", () => {
  test("are created with what is named, and what is left out is generated in Adobe's form", async () => {
    const clientId = generateClientId();
    const response = await ask("PUT", `clients/${clientId}`, { strict: true });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      clientId,
      clientSecrets: [expect.stringMatching(/^p8e-[\w-]{32}$/)],
      boundScopes: expect.arrayContaining(["openid", "AdobeID"]),
      strict: true,
      imsOrgId: expect.stringMatching(/^[0-9A-F]{24}@AdobeOrg$/),
      technicalAccountId: expect.stringMatching(/^[0-9A-F]{24}@techacct\.adobe\.com$/),
      technicalAccountEmail: expect.stringMatching(/@techacct\.adobe\.com$/),
      refusal: null,
      adobeOrganizationId: expect.stringMatching(/^\d+$/),
      adobeProjectId: expect.stringMatching(/^\d+$/),
      adobeCredentialId: expect.stringMatching(/^\d+$/),
      spreadingMs: 0,
      legacyStatuses: false,
      migrationStatus: "NONE",
      services: [],
      jwt: null,
    });
  });

  test("keep what a change does not name", async () => {
    const before = await control.putClient(generateClientId());
    const after = await control.putClient(before.clientId, { boundScopes: ["openid"] });
    expect(after).toEqual({ ...before, boundScopes: ["openid"] });
  });

  test("are listed with their faults and without their secrets", async () => {
    const client = await control.putClient(generateClientId());
    await control.setFaults(client.clientId, { kind: "html", count: 3 });
    const text = await (await ask("GET", "clients")).text();
    expect(text).not.toContain(client.clientSecrets[0]);
    const { clientSecrets: _secrets, ...described } = client;
    expect(JSON.parse(text).clients).toContainEqual({
      ...described,
      secretCount: 1,
      faults: [{ kind: "html", status: 200, count: 3 }],
    });
  });

  test("that were deleted are unknown to the token endpoint, and their faults are gone", async () => {
    const client = await control.putClient(generateClientId());
    await control.setFaults(client.clientId, { kind: "html" });
    await control.deleteClient(client.clientId);
    const response = await askForToken({ client_id: client.clientId });
    expect(await response.json()).toMatchObject({ error_description: "invalid client_id parameter" });
    expect((await ask("DELETE", `clients/${client.clientId}`)).status).toBe(404);
  });

  test.each<[string, unknown]>([
    ["three secrets", { clientSecrets: ["one", "two", "three"] }],
    ["an empty secret", { clientSecrets: [""] }],
    ["a secret with a newline", { clientSecrets: ["one\ntwo"] }],
    ["a scope with a comma", { boundScopes: ["openid,AdobeID"] }],
    ["an unknown refusal", { refusal: "whatever" }],
    ["an unknown member", { colour: "green" }],
    ["another id", { clientId: "0".repeat(32) }],
    ["an array", []],
    ["broken JSON", "{"],
  ])("with %s are refused and stay as they were", async (_what, change) => {
    const before = await control.putClient(generateClientId());
    const response = await ask("PUT", `clients/${before.clientId}`, change);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "malformed" });
    expect(await control.putClient(before.clientId)).toEqual(before);
  });

  test("need an id of 32 lower-case hexadecimal digits", async () => {
    for (const id of ["short", "F".repeat(32), "__proto__", `${"0".repeat(32)}%20`]) {
      expect((await ask("PUT", `clients/${id}`, {})).status).toBe(400);
    }
  });
});

describe("faults", () => {
  test("that are malformed or for nobody are refused", async () => {
    const { clientId } = await control.putClient(generateClientId());
    const malformed = [
      {},
      { faults: [] },
      { faults: [{ kind: "nonsense" }] },
      { faults: [{ kind: "delay" }] },
      { faults: [{ kind: "lie", lie: "white" }] },
      { faults: [{ kind: "html", count: 0 }] },
      { faults: [{ kind: "redirect", location: "/a\r\nset-cookie: b" }] },
    ];
    for (const body of malformed)
      expect((await ask("PUT", `clients/${clientId}/faults`, body)).status).toBe(400);
    const stranger = generateClientId();
    const fault = { faults: [{ kind: "html" }] };
    expect((await ask("PUT", `clients/${stranger}/faults`, fault)).status).toBe(404);
    expect((await ask("DELETE", `clients/${stranger}/faults`)).status).toBe(404);
  });
});

describe("the ready credential", () => {
  test("works as it stands", async () => {
    const ready = await control.readyCredential();
    expect(ready).toEqual(sandbox.readyCredential());
    const response = await askForToken({
      grant_type: "client_credentials",
      client_id: ready.clientId,
      client_secret: ready.clientSecret,
      scope: ready.scopes.join(","),
      org_id: ready.imsOrgId,
    });
    expect(response.status).toBe(200);
  });

  test("keeps a secret and cannot be deleted", async () => {
    const { clientId } = sandbox.readyCredential();
    expect((await ask("PUT", `clients/${clientId}`, { clientSecrets: [] })).status).toBe(409);
    expect((await ask("DELETE", `clients/${clientId}`)).status).toBe(409);
    const clientSecret = generateClientSecret();
    await control.putClient(clientId, { clientSecrets: [clientSecret] });
    expect(await control.readyCredential()).toMatchObject({ clientSecret });
  });
});

describe("the request log", () => {
  test("tells method, path, client, status and names", async () => {
    const client = await control.putClient(generateClientId());
    const response = await askForToken({ client_id: client.clientId, client_secret: "wrong", surprise: "x" });
    const { requests, counts } = await control.requests(client.clientId);
    expect(requests).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        kind: "token",
        method: "POST",
        path: "/ims/token/v3",
        clientId: client.clientId,
        secretId: null,
        bodyParameters: ["(other)", "client_id", "client_secret"],
        queryParameters: [],
        authorization: null,
        debugId: response.headers.get("x-debug-id"),
        status: 400,
      },
    ]);
    expect(counts).toEqual({ [client.clientId]: 1 });
    await control.clearRequests();
    expect(await control.requests()).toEqual({ requests: [], counts: {} });
  });

  test("never holds a secret or a token, wherever the caller put it", async () => {
    const client = await control.putClient(generateClientId());
    const canary = client.clientSecrets[0] ?? "";
    const hexCanary = "ab".repeat(16);
    const good = { grant_type: "client_credentials", client_id: client.clientId, client_secret: canary };
    const grant = await (await askForToken(good)).text();
    const token = JSON.parse(grant).access_token;
    await askForToken({ client_id: canary, client_secret: client.clientId });
    await askForToken({ client_id: hexCanary });
    await askForToken({ [canary]: "x" });
    await askForToken({}, { authorization: `Basic ${Buffer.from(`x:${canary}`).toString("base64")}` });
    await askForToken({}, { authorization: `Bearer ${token}`, "x-ims-clientid": canary });
    await fetch(`${sandbox.url}/ims/token/v3?client_secret=${canary}&${canary}=1`, { method: "POST" });
    await fetch(`${sandbox.url}/${canary}`, { method: "POST" });

    const log = await (await ask("GET", "requests")).text();
    expect(JSON.parse(log).requests).toHaveLength(8);
    for (const secret of [canary, hexCanary, token, Buffer.from(`x:${canary}`).toString("base64")]) {
      expect(log).not.toContain(secret);
    }
  });

  test("keeps the last 1,000 requests and counts them all", async () => {
    const { clientId } = await control.putClient(generateClientId());
    for (let batch = 0; batch < 11; batch += 1) {
      await Promise.all(Array.from({ length: 100 }, () => askForToken({ client_id: clientId })));
    }
    const { requests, counts } = await control.requests();
    expect(requests).toHaveLength(1_000);
    expect(counts).toEqual({ [clientId]: 1_100 });
  });
});
