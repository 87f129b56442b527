import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AdobeFailureCode } from "@/lib/failure";
import { Secret } from "@/lib/secret";
import { type Client, generateClientId } from "@/sandbox/clients";
import { type ControlClient, createControlClient, type FaultInput } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import type { ConsoleAct } from "./console-call";
import { consoleScopes, neededConsoleScopes } from "./console-scopes";
import { describeAct, makeConsole, makeSecretId, type TestConsole } from "./console-secrets.fixture";
import { findClosedPort, startLoopbackServer } from "./loopback-server.fixture";
import { makeRequestToken } from "./request-token.fixture";

let sandbox: Sandbox;
let control: ControlClient;
let client: Client;
let asking: TestConsole;
let act: ConsoleAct;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
});
beforeEach(async () => {
  client = await control.putClient(generateClientId(), { boundScopes: [...consoleScopes] });
  asking = makeConsole(sandbox.url);
  act = describeAct({
    clientId: client.clientId,
    accessToken: await mintToken(client.clientSecrets[0]),
    adobeOrganizationId: client.adobeOrganizationId,
    adobeCredentialId: client.adobeCredentialId,
  });
});
afterEach(() => asking.close());
afterAll(() => sandbox.close());

async function mintToken(clientSecret = "", scopes: readonly string[] = consoleScopes): Promise<Secret> {
  const { requestToken, close } = makeRequestToken(sandbox.url);
  const outcome = await requestToken({
    environment: "sandbox",
    clientId: client.clientId,
    clientSecret: new Secret(clientSecret),
    scopes,
  });
  await close();
  if (!outcome.ok) throw new Error(outcome.failure.code);
  return outcome.value.accessToken;
}

async function readIds(): Promise<string[]> {
  return (await control.listSecrets(client.clientId)).map(({ uuid }) => uuid);
}

async function countRequests(kind: "listSecrets" | "addSecret" | "deleteSecret"): Promise<number> {
  const { requests } = await control.requests(client.clientId);
  return requests.filter((request) => request.kind === kind).length;
}

async function addBehindOurBack(): Promise<string> {
  return (await control.addSecret(client.clientId)).uuid;
}

describe("the life of a secret", () => {
  test.each([true, false])(
    "is list, add, list, delete, list (statuses of the description: %s)",
    async (legacyStatuses) => {
      await control.putClient(client.clientId, { legacyStatuses });
      const before = await asking.listSecrets(act);
      if (!before.ok) throw new Error(before.failure.code);
      expect(before.value).toMatchObject({ clientId: client.clientId, tries: 1 });
      expect(before.value.secrets).toHaveLength(1);
      expect(before.value.secrets[0]?.lastUse?.grantType).toBe("client_credentials");

      const added = await asking.addSecret(act);
      if (!added.ok) throw new Error(added.failure.code);
      const { adobeSecretId, createdAt, clientSecret } = added.value;
      await mintToken(clientSecret.reveal());
      const after = await asking.listSecrets(act);
      if (!after.ok) throw new Error(after.failure.code);
      const [old, fresh] = after.value.secrets;
      expect(fresh).toMatchObject({ adobeSecretId, createdAt, lastUse: { grantType: "client_credentials" } });

      const oldId = old?.adobeSecretId ?? "";
      const deletion = { ...act, adobeSecretId: oldId, accessToken: await mintToken(clientSecret.reveal()) };
      expect(await asking.deleteSecret(deletion)).toMatchObject({ value: { wasAbsent: false, tries: 1 } });
      expect(await readIds()).toEqual([adobeSecretId]);
      expect(await asking.deleteSecret(deletion)).toMatchObject({ value: { wasAbsent: true, tries: 1 } });
    },
  );
});

test("each request carries the token and the client ID as headers, and no body", async () => {
  const server = await startLoopbackServer((response) => response.writeHead(404).end());
  const { listSecrets, addSecret, deleteSecret, close } = makeConsole(server.url);
  const adobeSecretId = makeSecretId();
  await listSecrets(act);
  await addSecret(act);
  await deleteSecret({ ...act, adobeSecretId });
  await close();
  await server.close();
  const path = `/console/organizations/${client.adobeOrganizationId}/credentials/${client.adobeCredentialId}/secrets`;
  expect(server.seen.map((request) => [request.method, request.path, request.body])).toEqual([
    ["GET", path, ""],
    ["POST", path, ""],
    ["DELETE", `${path}/${adobeSecretId}`, ""],
  ]);
  for (const { headers } of server.seen) {
    expect(headers).toMatchObject({
      authorization: `Bearer ${act.accessToken.reveal()}`,
      "x-api-key": client.clientId,
      accept: "application/json",
      "accept-encoding": "identity",
    });
    expect(headers["content-type"]).toBeUndefined();
  }
});

describe("what the sandbox refuses is named, and nothing was changed", () => {
  test.each<[AdobeFailureCode, () => Promise<Partial<ConsoleAct>>]>([
    ["console_token_refused", async () => ({ accessToken: new Secret("made-up-token") })],
    ["api_not_enabled", async () => ({ clientId: "0".repeat(32) })],
    [
      "console_scopes_missing",
      async () => ({ accessToken: await mintToken(client.clientSecrets[0], ["openid"]) }),
    ],
    ["console_not_found", async () => ({ adobeOrganizationId: "1" })],
    ["console_not_found", async () => ({ adobeCredentialId: "1" })],
  ])("%s", async (code, change) => {
    const wrong = { ...act, ...(await change()) };
    expect(await asking.listSecrets(wrong)).toMatchObject({ failure: { code, tries: 1 } });
    expect(await asking.addSecret(wrong)).toMatchObject({ failure: { code, tries: 1, effect: "none" } });
    expect(await readIds()).toHaveLength(1);
  });

  test("secret_limit_reached", async () => {
    await addBehindOurBack();
    expect(await asking.addSecret(act)).toMatchObject({
      failure: { code: "secret_limit_reached", status: 400, effect: "none" },
    });
  });

  test("migration_in_progress", async () => {
    const adobeSecretId = await addBehindOurBack();
    await control.putClient(client.clientId, { migrationStatus: "STARTED" });
    const failure = { code: "migration_in_progress", tries: 1, effect: "none" };
    expect(await asking.addSecret(act)).toMatchObject({ failure });
    expect(await asking.deleteSecret({ ...act, adobeSecretId })).toMatchObject({ failure });
    expect(await readIds()).toHaveLength(2);
  });

  test("a missing one of the needed scopes, and no other", async () => {
    for (const left of consoleScopes) {
      const scopes = consoleScopes.filter((scope) => scope !== left);
      const lesser = { ...act, accessToken: await mintToken(client.clientSecrets[0], scopes) };
      await asking.addSecret(lesser);
      const isNeeded = neededConsoleScopes.some((scope) => scope === left);
      const [, added] = await readIds();
      expect([left, added === undefined]).toEqual([left, isNeeded]);
      if (added !== undefined) await control.removeSecret(client.clientId, added);
    }
  });
});

const troubles: readonly [AdobeFailureCode, "none" | "unknown", boolean, FaultInput][] = [
  ["throttled", "none", false, { kind: "throttle" }],
  ["throttled", "none", false, { kind: "throttle", retryAfter: { seconds: 2 } }],
  ["adobe_unavailable", "unknown", false, { kind: "serverError", status: 503 }],
  ["adobe_unavailable", "unknown", false, { kind: "serverError", status: 504 }],
  ["connection_reset", "unknown", false, { kind: "reset", at: "request" }],
  ["connection_reset", "unknown", true, { kind: "reset", at: "response" }],
  ["redirected", "unknown", false, { kind: "redirect", status: 307 }],
  ["redirected", "unknown", false, { kind: "redirect", status: 302 }],
  ["not_json", "unknown", false, { kind: "html" }],
  ["not_json", "none", false, { kind: "html", status: 403 }],
  ["timed_out", "unknown", false, { kind: "delay", delayMs: 60_000 }],
];

describe("an addition is sent once, whatever comes of it", () => {
  test.each([
    ...troubles,
    ["connection_reset", "unknown", true, { kind: "reset", at: "body" }],
    ["answer_compressed", "unknown", true, { kind: "gzip" }],
    ["answer_too_large", "unknown", true, { kind: "oversize" }],
  ] as const)("%s leaves the effect %s (made: %s): %o", async (code, effect, isMade, fault) => {
    const hasty = makeConsole(sandbox.url, { limits: { totalTimeoutMs: 150 } });
    await control.setFaults(client.clientId, fault);
    const outcome = await hasty.addSecret(act);
    await hasty.close();
    expect(outcome).toMatchObject({ ok: false, failure: { code, effect, tries: 1 } });
    expect(await countRequests("addSecret")).toBe(1);
    expect(hasty.timing.waits).toEqual([]);
    expect(await readIds()).toHaveLength(isMade ? 2 : 1);
  });

  test("cancelled while it is under way, it may have been carried out", async () => {
    const controller = new AbortController();
    await control.setFaults(client.clientId, { kind: "holdUntilReleased" });
    const outcome = asking.addSecret({ ...act, signal: controller.signal });
    await control.waitForHeld(1, client.clientId);
    controller.abort();
    expect(await outcome).toMatchObject({ failure: { code: "cancelled", effect: "unknown", tries: 1 } });
    expect(await readIds()).toHaveLength(2);
  });
});

describe("a deletion", () => {
  test("outlives a passing fault, and the tries are counted", async () => {
    const adobeSecretId = await addBehindOurBack();
    await control.setFaults(
      client.clientId,
      { kind: "throttle", retryAfter: { seconds: 4 }, count: 1 },
      { kind: "serverError", status: 503, count: 1 },
    );
    expect(await asking.deleteSecret({ ...act, adobeSecretId })).toMatchObject({
      value: { wasAbsent: false, tries: 3 },
    });
    expect(asking.timing.waits).toEqual([4_000, 500]);
    expect(await readIds()).not.toContain(adobeSecretId);
  });

  test("whose answer was lost finds the secret gone", async () => {
    const adobeSecretId = await addBehindOurBack();
    await control.setFaults(client.clientId, { kind: "reset", at: "response", count: 1 });
    expect(await asking.deleteSecret({ ...act, adobeSecretId })).toMatchObject({
      value: { wasAbsent: true, tries: 2 },
    });
    expect(await readIds()).toHaveLength(1);
  });

  test.each(troubles)("%s leaves the effect %s", async (code, effect, _isMade, fault) => {
    const adobeSecretId = await addBehindOurBack();
    const hasty = makeConsole(sandbox.url, { limits: { totalTimeoutMs: 100 } });
    // A lost answer is followed by another failure, or the next try would find out.
    await control.setFaults(client.clientId, { ...fault, count: 1 }, { kind: "serverError", status: 503 });
    const outcome = await hasty.deleteSecret({ ...act, adobeSecretId });
    await hasty.close();
    const isFinal = ["redirected", "not_json"].includes(code);
    expect(outcome).toMatchObject({
      failure: isFinal
        ? { code, effect, tries: 1 }
        : { code: "adobe_unavailable", effect: "unknown", tries: 3 },
    });
  });

  test("that was never carried out says so, however often it was tried", async () => {
    const adobeSecretId = await addBehindOurBack();
    await control.setFaults(client.clientId, { kind: "throttle" });
    expect(await asking.deleteSecret({ ...act, adobeSecretId })).toMatchObject({
      failure: { code: "throttled", effect: "none", tries: 3 },
    });
    expect(await readIds()).toContain(adobeSecretId);
  });

  test("that may have been carried out stays so after a refusal", async () => {
    const adobeSecretId = await addBehindOurBack();
    await control.setFaults(
      client.clientId,
      { kind: "reset", at: "request", count: 1 },
      { kind: "html", status: 403, count: 1 },
    );
    expect(await asking.deleteSecret({ ...act, adobeSecretId })).toMatchObject({
      failure: { code: "not_json", effect: "unknown", tries: 2 },
    });
  });
});

describe("a list", () => {
  test("outlives two passing faults and no third", async () => {
    await control.setFaults(client.clientId, { kind: "serverError", status: 502, count: 2 });
    expect(await asking.listSecrets(act)).toMatchObject({ ok: true, value: { tries: 3 } });
    await control.setFaults(client.clientId, { kind: "serverError", status: 502, count: 3 });
    expect(await asking.listSecrets(act)).toMatchObject({ failure: { code: "adobe_unavailable", tries: 3 } });
    expect(await countRequests("listSecrets")).toBe(6);
  });

  test("passes on how long Adobe wants to be left alone", async () => {
    await control.setFaults(client.clientId, { kind: "throttle", retryAfter: { seconds: 2_400 } });
    expect(await asking.listSecrets(act)).toMatchObject({
      failure: { code: "throttled", status: 429, retryAfterSeconds: 2_400, tries: 1 },
    });
  });
});

test("a redirect is never followed with the token", async () => {
  const elsewhere = await startLoopbackServer((response) => response.end("{}"));
  const server = await startLoopbackServer((response, { path }) => {
    response.writeHead(307, { location: `${elsewhere.url}${path}` }).end();
  });
  const { listSecrets, addSecret, deleteSecret, close } = makeConsole(server.url);
  await listSecrets(act);
  await addSecret(act);
  await deleteSecret({ ...act, adobeSecretId: makeSecretId() });
  await close();
  await server.close();
  await elsewhere.close();
  expect(server.seen).toHaveLength(3);
  expect(elsewhere.seen).toEqual([]);
});

describe("nothing is sent, so nothing was changed", () => {
  async function expectNothing(console: TestConsole, wrong: ConsoleAct, code: AdobeFailureCode, tries = 0) {
    const failure = { code, tries };
    expect(await console.listSecrets(wrong)).toMatchObject({ failure });
    expect(await console.deleteSecret({ ...wrong, adobeSecretId: makeSecretId() })).toMatchObject({
      failure: { ...failure, effect: "none" },
    });
    expect(await console.addSecret(wrong)).toMatchObject({
      failure: { code, tries: Math.min(tries, 1), effect: "none" },
    });
  }

  test("where no sandbox is configured, and where customers have no Console API", async () => {
    await expectNothing(asking, { ...act, environment: "production" }, "sandbox_not_running");
    const stage = makeConsole(undefined);
    await expectNothing(stage, act, "console_not_offered");
    await stage.close();
  });

  test.each<[string, AdobeFailureCode]>([
    ["", "missing_client_id"],
    ["made up", "unknown_client_id"],
    ["made-up\r\nx-admin: 1", "unknown_client_id"],
    ["\u00fcber", "unknown_client_id"],
  ])("for client ID %j, which fits no header", async (clientId, code) => {
    await expectNothing(asking, { ...act, clientId }, code);
  });

  test("after it was cancelled", async () => {
    await expectNothing(asking, { ...act, signal: AbortSignal.abort() }, "cancelled");
  });

  test("to a port where nobody listens", async () => {
    const lost = makeConsole(`http://127.0.0.1:${await findClosedPort()}`);
    await expectNothing(lost, act, "connection_refused", 3);
    await lost.close();
  });

  test("while the host is failing for everybody", async () => {
    const lost = makeConsole(`http://127.0.0.1:${await findClosedPort()}`);
    for (let count = 0; count < 5; count += 1) await lost.listSecrets(act);
    await expectNothing(lost, act, "circuit_open");
    await lost.close();
  });

  test("over plain http to anything but the sandbox", async () => {
    const strict = makeConsole(sandbox.url, { allowInsecureRequests: false });
    await expect(strict.listSecrets(act)).rejects.toThrow("https");
    await expect(strict.addSecret(act)).rejects.toThrow("https");
    await strict.close();
  });

  test.each(["", "..", "1/2", "1?x=1", "1%2f", "ABC@AdobeOrg", "1\n", "\u0661"])(
    "with %j in the place of a number, for that is a fault of the program",
    async (id) => {
      for (const wrong of [{ adobeOrganizationId: id }, { adobeCredentialId: id }]) {
        await expect(asking.listSecrets({ ...act, ...wrong })).rejects.toThrow("not of its form");
        await expect(asking.addSecret({ ...act, ...wrong })).rejects.toThrow("not of its form");
      }
    },
  );

  test.each(["", "..", "0".repeat(31), "0".repeat(33), "G".repeat(32), "A".repeat(32), `${"0".repeat(31)}/`])(
    "to delete %j, which is no id of a secret",
    async (adobeSecretId) => {
      await expect(asking.deleteSecret({ ...act, adobeSecretId })).rejects.toThrow("not of its form");
      expect(await countRequests("deleteSecret")).toBe(0);
    },
  );
});
