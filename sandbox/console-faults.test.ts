import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, generateClientId } from "./clients";
import { callSecrets, mintToken } from "./console-call.fixture";
import { type ControlClient, createControlClient, type FaultInput } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId());
  token = await mintToken(sandbox.url, client);
  await control.clearRequests();
});
afterAll(() => sandbox.close());

function call(method: string, path?: string): Promise<Response> {
  return callSecrets(sandbox.url, client, token, method, path);
}

async function countSecrets(): Promise<number> {
  return (await control.listSecrets(client.clientId)).length;
}

async function newestId(): Promise<string> {
  return (await control.listSecrets(client.clientId)).at(-1)?.uuid ?? "";
}

/** The status that the caller sees, or `null` when the connection is cut. */
async function statusOf(answer: Promise<Response>): Promise<number | null> {
  try {
    const response = await answer;
    await response.text();
    return response.status;
  } catch {
    return null;
  }
}

describe("a fault for one kind of call", () => {
  test("leaves the others alone, and its count is theirs neither", async () => {
    await control.setFaults(
      client.clientId,
      { kind: "serverError", status: 503, call: "addSecret", count: 1 },
      { kind: "throttle", retryAfter: { seconds: 3 }, call: "listSecrets", count: 1 },
      { kind: "html", call: "token" },
    );
    const statuses = [];
    for (const method of ["GET", "GET", "POST", "POST"]) statuses.push((await call(method)).status);
    expect(statuses).toEqual([429, 200, 503, 201]);
    await expect(mintToken(sandbox.url, client)).rejects.toThrow();
    await control.setFaults(client.clientId, { kind: "html", call: "validate" });
    await mintToken(sandbox.url, client);
  });

  test("that names none spoils any call, in the order given", async () => {
    await control.setFaults(
      client.clientId,
      { kind: "serverError", status: 500, count: 1 },
      { kind: "serverError", status: 502, call: "listSecrets", count: 1 },
    );
    expect((await call("POST")).status).toBe(500);
    expect((await call("POST")).status).toBe(201);
    expect((await call("GET")).status).toBe(502);
  });
});

describe("an answer lost after the effect", () => {
  const lost: readonly [string, FaultInput, number | null][] = [
    ["reset at response", { kind: "reset", at: "response" }, null],
    ["reset at body", { kind: "reset", at: "body" }, null],
    ["serverError after", { kind: "serverError", status: 502, after: true }, 502],
  ];

  test.each(lost)("by %s leaves a secret added", async (_how, fault, status) => {
    await control.setFaults(client.clientId, { ...fault, call: "addSecret" });
    expect(await statusOf(call("POST"))).toBe(status);
    expect(await countSecrets()).toBe(2);
  });

  test.each(lost)("by %s leaves a secret deleted", async (_how, fault, status) => {
    await control.addSecret(client.clientId);
    await control.setFaults(client.clientId, { ...fault, call: "deleteSecret" });
    expect(await statusOf(call("DELETE", `/${await newestId()}`))).toBe(status);
    expect(await countSecrets()).toBe(1);
    expect((await control.requests(client.clientId)).requests.at(-1)?.status).toBe(status);
  });

  test.each(["gzip", "oversize"] as const)(
    "is not to be had by %s: there is no body to spoil",
    async (kind) => {
      const { uuid } = await control.addSecret(client.clientId);
      await control.setFaults(client.clientId, { kind, call: "deleteSecret" });
      const { status, headers } = await call("DELETE", `/${uuid}`);
      expect([status, headers.get("content-encoding"), headers.get("transfer-encoding")]).toEqual([
        204,
        null,
        null,
      ]);
    },
  );

  test("differs from a failure before it, which changes nothing", async () => {
    const faults: readonly FaultInput[] = [
      { kind: "reset", at: "request" },
      { kind: "serverError", status: 502 },
    ];
    for (const fault of faults) {
      await control.setFaults(client.clientId, { ...fault, call: "addSecret" });
      expect(await statusOf(call("POST"))).not.toBe(201);
      expect(await countSecrets()).toBe(1);
    }
  });
});

describe("holdUntilReleased", () => {
  test("at the request acts when it is released", async () => {
    await control.setFaults(client.clientId, {
      kind: "holdUntilReleased",
      at: "request",
      call: "addSecret",
    });
    const held = call("POST");
    await control.waitForHeld(1, client.clientId);
    expect(await countSecrets()).toBe(1);
    await control.release(client.clientId);
    expect((await held).status).toBe(201);
    expect(await countSecrets()).toBe(2);
  });

  test.each([
    ["request", 1],
    ["response", 2],
  ] as const)("at the %s leaves %i secrets when the caller is killed meanwhile", async (at, count) => {
    await control.setFaults(client.clientId, { kind: "holdUntilReleased", at, call: "addSecret" });
    const caller = new AbortController();
    const held = fetch(
      `${sandbox.url}/console/organizations/${client.adobeOrganizationId}/credentials/${client.adobeCredentialId}/secrets`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "x-api-key": client.clientId },
        signal: caller.signal,
      },
    );
    await control.waitForHeld(1, client.clientId);
    caller.abort();
    await expect(held).rejects.toThrow();
    await expect.poll(() => control.countHeld(client.clientId)).toBe(0);
    await control.release(client.clientId);
    expect(await countSecrets()).toBe(count);
  });
});

describe("a foreign change", () => {
  test("adds a secret just before the call is acted on, and never a third", async () => {
    await control.setFaults(client.clientId, {
      kind: "foreignChange",
      foreignChange: { kind: "addForeignSecret" },
      call: "addSecret",
      count: 1,
    });
    expect((await call("POST")).status).toBe(400);
    expect(await countSecrets()).toBe(2);
    await control.setFaults(client.clientId, {
      kind: "foreignChange",
      foreignChange: { kind: "addForeignSecret" },
    });
    await call("GET");
    expect(await countSecrets()).toBe(2);
    const [first] = client.clientSecrets;
    expect((await control.listSecrets(client.clientId)).map((secret) => secret.value)).toContain(first);
  });

  test.each([
    ["oldest", 404],
    ["newest", 400],
  ] as const)("removes the %s secret, and never the last", async (which, status) => {
    const [old] = await control.listSecrets(client.clientId);
    await control.setSecretTimes(client.clientId, old?.uuid ?? "", { createdAtMs: 0 });
    await control.addSecret(client.clientId);
    await control.setFaults(client.clientId, {
      kind: "foreignChange",
      foreignChange: { kind: "removeForeignSecret", which },
      call: "deleteSecret",
    });
    expect((await call("DELETE", `/${old?.uuid}`)).status).toBe(status);
    expect(await countSecrets()).toBe(1);
    expect((await call("DELETE", `/${old?.uuid}`)).status).toBe(status);
    expect(await countSecrets()).toBe(1);
  });

  test("goes along with any other fault", async () => {
    await control.setFaults(client.clientId, {
      kind: "serverError",
      status: 500,
      foreignChange: { kind: "addForeignSecret" },
      call: "listSecrets",
      count: 1,
    });
    expect((await call("GET")).status).toBe(500);
    expect(await countSecrets()).toBe(2);
  });
});

describe("the request log", () => {
  test("tells the calls by kind with their status and the secret that was meant", async () => {
    await call("GET");
    const added = await (await call("POST")).text();
    const uuid = await newestId();
    await call("DELETE", `/${uuid}`);
    await call("DELETE", `/${client.clientSecrets[0]}`);
    await call("PUT");
    const { requests } = await control.requests(client.clientId);
    expect(requests.map(({ kind, status, secretId }) => [kind, status, secretId])).toEqual([
      ["listSecrets", 200, null],
      ["addSecret", 201, null],
      ["deleteSecret", 204, uuid],
      ["deleteSecret", 404, null],
      [null, 405, null],
    ]);
    const log = JSON.stringify(requests);
    for (const secret of [token, client.clientSecrets[0] ?? "", JSON.parse(added).client_secret]) {
      expect(log).not.toContain(secret);
    }
    expect(new Set(requests.map((entry) => entry.path))).toEqual(
      new Set([
        "/console/organizations/{orgId}/credentials/{credentialId}/secrets",
        "/console/organizations/{orgId}/credentials/{credentialId}/secrets/{uuid}",
      ]),
    );
  });
});
