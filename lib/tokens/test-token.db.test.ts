import { afterAll, beforeAll, expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { registerCredentialInput } from "@/lib/credentials/credential-input";
import { registerCredential } from "@/lib/credentials/register-credential";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { testToken } from "./test-token";

let sandbox: Sandbox;
let control: ControlClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

async function registerClient(
  context: ActContext,
  overrides: { clientSecret?: string; scopes?: string } = {},
) {
  const client = await control.putClient(crypto.randomUUID().replaceAll("-", ""));
  const result = await registerCredential(
    context,
    registerCredentialInput.parse({
      name: "Asset importer",
      environment: "sandbox",
      clientId: client.clientId,
      clientSecret: overrides.clientSecret ?? client.clientSecrets[0],
      imsOrgId: client.imsOrgId,
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes: overrides.scopes ?? "openid,AdobeID",
      consoleAddress: "",
      notes: "",
    }),
  );
  if (!result.ok) throw new Error(result.failure.kind);
  return { credentialId: result.value.credentialId, clientId: client.clientId };
}

async function eventsOf({ viewer }: ActContext) {
  return getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId, action: { startsWith: "token." } },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true, payload: true },
  });
}

async function callsOf(clientId: string): Promise<number> {
  return (await control.requests(clientId)).requests.length;
}

test("a working credential is shown with expiry and granted scopes, between an intent and an outcome", async () => {
  const context = await makeActContext();
  const { credentialId } = await registerClient(context, { scopes: "openid,AdobeID,not_bound" });
  const result = await testToken(context, { credentialId });
  if (!result.ok || result.value.outcome !== "succeeded") throw new Error("the test did not succeed");
  expect(result.value.requestedScopes).toEqual(["openid", "AdobeID", "not_bound"]);
  expect(result.value.grantedScopes).toEqual(["openid", "AdobeID"]);
  expect(Date.parse(result.value.expiresAt)).toBeGreaterThan(Date.now() + 23 * 60 * 60 * 1000);
  expect((await eventsOf(context)).map(({ action, outcome }) => [action, outcome])).toEqual([
    ["token.test_requested", "requested"],
    ["token.tested", "succeeded"],
  ]);
});

test("a refused secret is a result in words, and neither secret nor token is in any event", async () => {
  const context = await makeActContext();
  const wrong = crypto.randomUUID();
  const { credentialId } = await registerClient(context, { clientSecret: wrong });
  const result = await testToken(context, { credentialId });
  expect(result).toMatchObject({ ok: true, value: { outcome: "failed", httpStatus: 400 } });
  const events = await eventsOf(context);
  expect(events.map((event) => event.outcome)).toEqual(["requested", "failed"]);
  expect(JSON.stringify(events)).toContain("client_secret_refused");
  expect(JSON.stringify(events)).not.toContain(wrong);
});

test("when the intent cannot be written, no call to Adobe goes out", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await withFailingAudit("token.test_requested", async () => {
    await expect(testToken(context, { credentialId })).rejects.toThrow();
  });
  expect(await callsOf(clientId)).toBe(0);
  expect(await eventsOf(context)).toEqual([]);
  expect((await testToken(context, { credentialId })).ok).toBe(true);
});

test("when the outcome cannot be written, no result is shown, and nobody is told that nothing was done", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await withFailingAudit("token.tested", async () => {
    expect(await testToken(context, { credentialId })).toEqual({
      ok: false,
      failure: { kind: "answer_unrecorded" },
    });
  });
  expect(await callsOf(clientId)).toBe(1);
  expect((await eventsOf(context)).map((event) => event.action)).toEqual(["token.test_requested"]);
});

test("the seventh test within a minute is told how long to wait, and calls nobody", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  const results = await Promise.all(Array.from({ length: 10 }, () => testToken(context, { credentialId })));
  expect(results.filter((result) => result.ok)).toHaveLength(6);
  expect(results.find((result) => !result.ok)).toMatchObject({ failure: { kind: "too_many_requests" } });
  expect(await callsOf(clientId)).toBe(6);
});

test("a long wait that Adobe asks for is kept, and further tests call nobody", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await control.setFaults(clientId, { kind: "throttle", retryAfter: { seconds: 600 } });
  expect(await testToken(context, { credentialId })).toMatchObject({ value: { outcome: "failed" } });
  const calls = await callsOf(clientId);
  expect(await testToken(context, { credentialId })).toMatchObject({
    failure: { kind: "adobe", adobe: { code: "cooling_down" } },
  });
  expect(await callsOf(clientId)).toBe(calls);
});

test("an archived credential and somebody else's are not tested", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  expect(await testToken(await makeActContext(), { credentialId })).toMatchObject({
    failure: { kind: "not_found" },
  });
  await archiveCredential(context, { credentialId });
  expect(await testToken(context, { credentialId })).toMatchObject({ failure: { kind: "conflict" } });
  expect(await callsOf(clientId)).toBe(0);
});

test("a secret whose sealed value was moved from another row is not used", async () => {
  const context = await makeActContext();
  const one = await registerClient(context);
  const two = await registerClient(context);
  const stored = await getDb().clientSecret.findFirstOrThrow({ where: { credentialId: one.credentialId } });
  await getDb().clientSecret.updateMany({
    where: { credentialId: two.credentialId },
    data: { sealed: stored.sealed },
  });
  expect(await testToken(context, { credentialId: two.credentialId })).toMatchObject({
    failure: { kind: "key_unavailable" },
  });
  expect(await callsOf(two.clientId)).toBe(0);
});

/** Makes the insert of one kind of event fail, the way a broken disk or a hostile trigger would. */
async function withFailingAudit(action: string, work: () => Promise<void>): Promise<void> {
  const owner = await connectAs("owner");
  await owner.query(`CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW."action" = '${action}' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`);
  await owner.query(
    `CREATE TRIGGER refuse_event BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION refuse_event()`,
  );
  try {
    await work();
  } finally {
    await owner.query(`DROP TRIGGER refuse_event ON "AuditEvent"`);
    await owner.query(`DROP FUNCTION refuse_event()`);
  }
}
