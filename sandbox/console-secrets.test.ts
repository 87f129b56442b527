import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, generateClientId } from "./clients";
import { additionSchema, askForToken, callSecrets, listSchema, mintToken } from "./console-call.fixture";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let token: string;
let nowMs = Date.UTC(2023, 3, 25, 18, 48, 5);

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", nowMs: () => nowMs });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId());
  token = await mintToken(sandbox.url, client);
});
afterAll(() => sandbox.close());

function call(method: string, path?: string, of: Client = client, by: string = token): Promise<Response> {
  return callSecrets(sandbox.url, of, by, method, path);
}

async function list() {
  return listSchema.parse(await (await call("GET")).json());
}

async function add() {
  return additionSchema.parse(await (await call("POST")).json());
}

describe("the list", () => {
  test("tells ids and times in Adobe's formats, and no value", async () => {
    client = await control.putClient(client.clientId, {
      secrets: [
        { createdAtMs: 1_682_448_485_000, lastUsedAtMs: null },
        { createdAtMs: 1_672_531_200_007, lastUsedAtMs: 1_672_617_600_000 },
      ],
    });
    const response = await call("GET");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "application/json;charset=UTF-8",
    ]);
    const uuid = expect.stringMatching(/^[0-9a-f]{32}$/);
    const permanent = { expires_at: "PERMANENT", expires_at_str: "PERMANENT", uuid };
    expect(await response.json()).toEqual({
      client_id: client.clientId,
      client_secrets: [
        {
          ...permanent,
          created_at: "1682448485000",
          created_at_str: "Tue, Apr 25 2023 18:48:05.000 UTC",
          secret_usages: null,
        },
        {
          ...permanent,
          created_at: "1672531200007",
          created_at_str: "Sun, Jan 01 2023 00:00:00.007 UTC",
          secret_usages: [{ last_used_at: "1672617600000", grant_type: "client_credentials" }],
        },
      ],
    });
  });

  test("moves the last use of the secret that a token was granted for, and of no other", async () => {
    const added = await add();
    nowMs += 60_000;
    await askForToken(sandbox.url, client, "wrong");
    await askForToken(sandbox.url, client, added.client_secret);
    const [first, second] = (await list()).client_secrets;
    expect(first?.secret_usages?.[0].last_used_at).toBe(String(nowMs - 60_000));
    expect(second?.secret_usages?.[0].last_used_at).toBe(String(nowMs));
  });

  test("does not count a grant that was refused as a use", async () => {
    const added = await add();
    await control.putClient(client.clientId, { refusal: "notAllowed" });
    expect((await askForToken(sandbox.url, client, added.client_secret)).status).toBe(403);
    expect((await list()).client_secrets[1]?.secret_usages).toBeNull();
  });
});

describe("adding", () => {
  test("answers 201 with the one sight of the value, which is good at once", async () => {
    const response = await call("POST");
    expect(response.status).toBe(201);
    const added = additionSchema.parse(await response.json());
    expect(added).toMatchObject({ created_at: String(nowMs), secret_usages: null });
    expect((await askForToken(sandbox.url, client, added.client_secret)).status).toBe(200);
    expect((await list()).client_secrets.map((secret) => secret.uuid)).toContain(added.uuid);
  });

  test("a third secret is refused and nothing changes", async () => {
    await add();
    const before = await list();
    const response = await call("POST");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      status: 400,
      messages: [{ template: "ERR_MSG_CLIENT_SECRET_LIMIT_REACHED", message: expect.any(String) }],
    });
    expect(await list()).toEqual(before);
  });

  test("ten at once end with two secrets", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => call("POST")));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(400)]);
    expect((await list()).client_secrets).toHaveLength(2);
  });

  test("a secret that is still spreading is listed, and refused by the token endpoint", async () => {
    await control.putClient(client.clientId, { spreadingMs: 5_000 });
    const added = await add();
    expect((await list()).client_secrets).toHaveLength(2);
    const refused = await askForToken(sandbox.url, client, added.client_secret);
    expect(await refused.json()).toEqual({
      error: "invalid_client",
      error_description: "invalid client_secret parameter",
    });
    nowMs += 5_000;
    expect((await askForToken(sandbox.url, client, added.client_secret)).status).toBe(200);
  });
});

describe("deleting", () => {
  test("answers 204 without a body; the secret is refused and tokens granted for it live on", async () => {
    const added = await add();
    const [old] = (await list()).client_secrets;
    const response = await call("DELETE", `/${old?.uuid}`);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect((await askForToken(sandbox.url, client, client.clientSecrets[0] ?? "")).status).toBe(400);
    expect((await list()).client_secrets.map((secret) => secret.uuid)).toEqual([added.uuid]);
  });

  test("the last secret is refused, also when two are deleted at once", async () => {
    const added = await add();
    const uuids = (await list()).client_secrets.map((secret) => secret.uuid);
    const answers = await Promise.all(uuids.map((uuid) => call("DELETE", `/${uuid}`)));
    expect(answers.map((answer) => answer.status)).toEqual([204, 400]);
    expect(await answers[1]?.json()).toMatchObject({
      messages: [{ template: "ERR_MSG_LAST_CLIENT_SECRET" }],
    });
    expect((await list()).client_secrets.map((secret) => secret.uuid)).toEqual([added.uuid]);
  });

  test("an unknown uuid, or one of another client, is 404", async () => {
    const other = await control.putClient(generateClientId());
    const [foreign] = await control.listSecrets(other.clientId);
    for (const uuid of ["0".repeat(32), "nonsense", foreign?.uuid]) {
      const response = await call("DELETE", `/${uuid}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ messages: [{ message: "Credential Not Found" }] });
    }
    expect(await control.listSecrets(other.clientId)).toEqual([foreign]);
  });
});

describe("switches of a client", () => {
  test("legacyStatuses makes both changes answer 200", async () => {
    await control.putClient(client.clientId, { legacyStatuses: true });
    const added = await call("POST");
    expect(added.status).toBe(200);
    const { uuid } = additionSchema.parse(await added.json());
    const deleted = await call("DELETE", `/${uuid}`);
    expect([deleted.status, await deleted.text()]).toEqual([200, ""]);
  });

  test("a migration under way lets secrets be listed, and neither added nor deleted", async () => {
    const added = await add();
    await control.putClient(client.clientId, { migrationStatus: "STARTED" });
    for (const refused of [await call("POST"), await call("DELETE", `/${added.uuid}`)]) {
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({
        messages: [{ template: "ERR_MSG_OPERATION_NOT_ALLOWED" }],
      });
    }
    expect((await list()).client_secrets).toHaveLength(2);
  });
});
