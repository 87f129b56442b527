import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, generateClientId } from "./clients";
import { askForToken, callSecrets, listSchema, mintToken } from "./console-call.fixture";
import { type ControlClient, createControlClient } from "./control-client";
import { type Sandbox, startSandbox } from "./server";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
const nowMs = Date.UTC(2026, 0, 15, 12);
const dayMs = 86_400_000;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", nowMs: () => nowMs });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId());
});
afterAll(() => sandbox.close());

describe("secrets given as values", () => {
  test("keep the id and the times of a value that stays", async () => {
    await mintToken(sandbox.url, client);
    const [before] = await control.listSecrets(client.clientId);
    expect(before).toMatchObject({ createdAtMs: nowMs, lastUsedAtMs: nowMs });
    const changed = await control.putClient(client.clientId, {
      clientSecrets: [...client.clientSecrets, "another"],
    });
    expect(changed.clientSecrets).toEqual([...client.clientSecrets, "another"]);
    expect(await control.listSecrets(client.clientId)).toEqual([
      before,
      { uuid: expect.any(String), value: "another", createdAtMs: nowMs, lastUsedAtMs: null },
    ]);
  });

  test("and secrets that a change does not name stay as they are", async () => {
    const before = await control.listSecrets(client.clientId);
    await control.putClient(client.clientId, { strict: true });
    expect(await control.listSecrets(client.clientId)).toEqual(before);
  });
});

describe("secrets given as records", () => {
  test("may be made old, and keep what is not named of one that is there", async () => {
    const [first] = await control.listSecrets(client.clientId);
    const changed = await control.putClient(client.clientId, {
      secrets: [
        { uuid: first?.uuid, lastUsedAtMs: nowMs - dayMs },
        { value: "old", createdAtMs: nowMs - 90 * dayMs },
      ],
    });
    expect(changed.clientSecrets).toEqual([first?.value, "old"]);
    expect(await control.listSecrets(client.clientId)).toEqual([
      { ...first, lastUsedAtMs: nowMs - dayMs },
      {
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        value: "old",
        createdAtMs: nowMs - 90 * dayMs,
        lastUsedAtMs: null,
      },
    ]);
  });

  test("are refused beside values, and beyond two", async () => {
    await expect(control.putClient(client.clientId, { secrets: [], clientSecrets: [] })).rejects.toThrow(
      "400",
    );
    await expect(control.putClient(client.clientId, { secrets: [{}, {}, {}] })).rejects.toThrow("400");
    expect(await control.listSecrets(client.clientId)).toHaveLength(1);
  });
});

describe("behind everybody's back", () => {
  test("a secret is added, works, and is listed by the Console", async () => {
    const added = await control.addSecret(client.clientId, { createdAtMs: 1_000, lastUsedAtMs: 2_000 });
    expect(added).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      value: expect.stringMatching(/^p8e-[\w-]{32}$/),
      createdAtMs: 1_000,
      lastUsedAtMs: 2_000,
    });
    const listed = await callSecrets(sandbox.url, client, await mintToken(sandbox.url, client), "GET");
    expect(listSchema.parse(await listed.json()).client_secrets[1]).toMatchObject({
      uuid: added.uuid,
      created_at: "1000",
      secret_usages: [{ last_used_at: "2000" }],
    });
    expect((await askForToken(sandbox.url, client, added.value)).status).toBe(200);
  });

  test("a third secret needs force", async () => {
    await control.addSecret(client.clientId);
    await expect(control.addSecret(client.clientId)).rejects.toThrow("409");
    await control.addSecret(client.clientId, { force: true, value: "third" });
    expect((await askForToken(sandbox.url, client, "third")).status).toBe(200);
    expect(await control.listSecrets(client.clientId)).toHaveLength(3);
  });

  test("any secret is removed, the last one too", async () => {
    const [only] = await control.listSecrets(client.clientId);
    await control.removeSecret(client.clientId, only?.uuid ?? "");
    expect(await control.listSecrets(client.clientId)).toEqual([]);
    expect((await askForToken(sandbox.url, client, only?.value ?? "")).status).toBe(400);
    await expect(control.removeSecret(client.clientId, only?.uuid ?? "")).rejects.toThrow("404");
  });

  test("but the ready credential keeps one", async () => {
    const { clientId } = sandbox.readyCredential();
    const [only] = await control.listSecrets(clientId);
    await expect(control.removeSecret(clientId, only?.uuid ?? "")).rejects.toThrow("409");
    expect(await control.listSecrets(clientId)).toEqual([only]);
  });

  test("times are set one by one, and a use can be taken back", async () => {
    const [before] = await control.listSecrets(client.clientId);
    const uuid = before?.uuid ?? "";
    expect(await control.setSecretTimes(client.clientId, uuid, { lastUsedAtMs: 5 })).toEqual({
      ...before,
      lastUsedAtMs: 5,
    });
    expect(await control.setSecretTimes(client.clientId, uuid, { createdAtMs: 3 })).toEqual({
      ...before,
      createdAtMs: 3,
      lastUsedAtMs: 5,
    });
    await control.setSecretTimes(client.clientId, uuid, { lastUsedAtMs: null });
    expect((await control.listSecrets(client.clientId))[0]?.lastUsedAtMs).toBeNull();
    await expect(control.setSecretTimes(client.clientId, "0".repeat(32), {})).rejects.toThrow("404");
  });
});

describe("a stranger", () => {
  test("has no secrets to speak of", async () => {
    const stranger = generateClientId();
    await expect(control.listSecrets(stranger)).rejects.toThrow("404");
    await expect(control.addSecret(stranger)).rejects.toThrow("404");
    await expect(control.removeSecret(stranger, "0".repeat(32))).rejects.toThrow("404");
    await expect(control.setSecretTimes(stranger, "0".repeat(32), {})).rejects.toThrow("404");
  });

  test("cannot take the credential id of another client", async () => {
    const { adobeCredentialId, adobeOrganizationId } = client;
    await expect(control.putClient(generateClientId(), { adobeCredentialId })).rejects.toThrow("409");
    const sibling = await control.putClient(generateClientId(), { adobeOrganizationId });
    expect(sibling.adobeOrganizationId).toBe(adobeOrganizationId);
  });
});

test("the ready credential is told again when it changed, and not when it was used", async () => {
  const own = await startSandbox({ port: 0, host: "127.0.0.1" });
  const told: string[] = [];
  own.watchReadyCredential((ready) => told.push(ready.clientSecret));
  const ownControl = createControlClient(own.url, own.controlKey);
  const ready = await ownControl.putClient(own.readyCredential().clientId);
  await mintToken(own.url, ready);
  await ownControl.addSecret(ready.clientId);
  expect(told).toEqual([]);
  await ownControl.putClient(ready.clientId, { clientSecrets: ["next"] });
  expect(told).toEqual(["next"]);
  await own.close();
});

test("a newcomer finds a credential with a past, fit for rotation, and its address at the Console", async () => {
  const ready = sandbox.readyCredential();
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = await control.putClient(ready.clientId);
  expect(ready.consoleAddress).toBe(
    `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`,
  );
  expect(ready.scopes).toEqual(
    expect.arrayContaining(["adobeio_api", "read_client_secret", "manage_client_secrets"]),
  );
  expect(await control.listSecrets(ready.clientId)).toEqual([
    {
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      value: ready.clientSecret,
      createdAtMs: nowMs - 30 * dayMs,
      lastUsedAtMs: nowMs - 3 * dayMs,
    },
  ]);
});
