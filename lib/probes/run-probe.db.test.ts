import { afterAll, beforeAll, expect, test } from "vitest";
import { makeJwtKey } from "@/lib/adobe/jwt-key.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { registerCredentialInput } from "@/lib/credentials/credential-input";
import { deleteCredential } from "@/lib/credentials/delete-credential";
import { findCredential } from "@/lib/credentials/find-credential";
import { registerJwtCredentialInput } from "@/lib/credentials/jwt/jwt-input";
import { registerJwtCredential } from "@/lib/credentials/jwt/register-jwt-credential";
import { registerCredential } from "@/lib/credentials/register-credential";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { type ControlClient, createControlClient, type FaultInput } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { listProbes } from "./list-probes";
import { type ProbeKey, probes } from "./probe-catalogue";
import { runProbe } from "./run-probe";
import { runProbeInput } from "./run-probe-input";

let sandbox: Sandbox;
let control: ControlClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

const scopes = "openid,AdobeID,user_management_sdk,commerce.accs,read_organizations,DCAPI";

async function registerClient(context: ActContext, environment = "sandbox") {
  const client = await control.putClient(crypto.randomUUID().replaceAll("-", ""), {
    boundScopes: scopes.split(","),
  });
  const result = await registerCredential(
    context,
    registerCredentialInput.parse({
      name: "Catalog sync",
      environment,
      clientId: client.clientId,
      clientSecret: client.clientSecrets[0],
      imsOrgId: client.imsOrgId,
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes,
      consoleAddress: "",
      notes: "",
    }),
  );
  if (!result.ok) throw new Error(result.failure.kind);
  return { credentialId: result.value.credentialId, clientId: client.clientId };
}

async function registerJwtClient(context: ActContext) {
  const key = makeJwtKey();
  const metascopes = ["ent_user_sdk"];
  const client = await control.putClient(crypto.randomUUID().replaceAll("-", ""), {
    boundScopes: scopes.split(","),
    jwt: { publicKeys: [key.publicPem], metascopes },
  });
  const result = await registerJwtCredential(
    context,
    registerJwtCredentialInput.parse({
      name: "Old importer",
      environment: "sandbox",
      clientId: client.clientId,
      clientSecret: client.clientSecrets[0],
      imsOrgId: client.imsOrgId,
      technicalAccountId: client.technicalAccountId,
      technicalAccountEmail: "",
      metascopes: metascopes.join(","),
      consoleAddress: "",
      notes: "",
      privateKey: key.pem,
      certificate: "",
    }),
  );
  if (!result.ok) throw new Error(result.failure.kind);
  return { credentialId: result.value.credentialId, clientId: client.clientId };
}

const run = (
  context: ActContext,
  credentialId: string,
  probe: ProbeKey = "user-management",
  typed: { server?: string; tenant?: string } = {},
) => runProbe(context, runProbeInput.parse({ credentialId, probe, ...typed }));

const refuse = (clientId: string, fault: Omit<FaultInput & { kind: "refuseProduct" }, "kind" | "call">) =>
  control.setFaults(clientId, { ...fault, kind: "refuseProduct", call: "callProduct" });

async function lastRun(credentialId: string) {
  return getDb().probeRun.findFirst({ where: { credentialId }, orderBy: { requestedAt: "desc" } });
}

async function storyOf({ viewer }: ActContext) {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId, action: { startsWith: "probe." } },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true, payload: true },
  });
  return events.map(({ action, outcome }) => `${action} ${outcome}`);
}

async function callsOf(clientId: string, kind: "token" | "callProduct"): Promise<number> {
  const { requests } = await control.requests(clientId);
  return requests.filter((one) => one.kind === kind).length;
}

test("access that works is kept with status and id, between an intent and an outcome", async () => {
  const context = await makeActContext();
  const { credentialId } = await registerClient(context);
  expect(await run(context, credentialId)).toEqual({ ok: true, value: null });
  expect(await lastRun(credentialId)).toMatchObject({
    probe: "user-management",
    host: "usermanagement.adobe.io",
    outcome: "succeeded",
    httpStatus: 200,
    tries: 1,
    wasTokenRenewed: false,
    failureCode: null,
    debugId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(await storyOf(context)).toEqual(["probe.requested requested", "probe.answered succeeded"]);
});

test("every probe is answered where nothing is missing", async () => {
  const context = await makeActContext();
  const needed = [...new Set(probes.flatMap((probe) => probe.scopes))];
  const client = await control.putClient(crypto.randomUUID().replaceAll("-", ""), { boundScopes: needed });
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = client;
  const registered = await registerCredential(
    context,
    registerCredentialInput.parse({
      name: "Everything",
      environment: "sandbox",
      clientId: client.clientId,
      clientSecret: client.clientSecrets[0],
      imsOrgId: client.imsOrgId,
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes: needed.join(","),
      consoleAddress: `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`,
      notes: "",
    }),
  );
  if (!registered.ok) throw new Error(registered.failure.kind);
  const { credentialId } = registered.value;
  for (const { key } of probes) {
    await run(context, credentialId, key, { server: "na1", tenant: "AbCdEf12345" });
    expect(await lastRun(credentialId)).toMatchObject({ probe: key, outcome: "succeeded" });
  }
});

test("a JWT credential is probed with the token that its assertion is exchanged for", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerJwtClient(context);
  expect(await run(context, credentialId)).toEqual({ ok: true, value: null });
  expect(await lastRun(credentialId)).toMatchObject({ outcome: "succeeded", httpStatus: 200 });
  expect(await run(context, credentialId, "pdf-services")).toEqual({ ok: true, value: null });
  const { requests } = await control.requests(clientId);
  expect(requests.map(({ path }) => path)).toEqual([
    "/ims/exchange/jwt",
    "/products/user-management",
    "/products/pdf-services",
  ]);
});

test("one token serves all probes, and asking for it is noted as our own use of the secret", async () => {
  const context = await makeActContext();
  const { organizationId } = context.viewer;
  const { credentialId, clientId } = await registerClient(context);
  await run(context, credentialId);
  await run(context, credentialId, "pdf-services");
  await run(context, credentialId, "commerce-products", { server: "na1", tenant: "AbCdEf12345" });
  expect(await callsOf(clientId, "token")).toBe(1);
  expect(await callsOf(clientId, "callProduct")).toBe(3);
  expect(await getDb().secretGrant.count({ where: { organizationId } })).toBe(1);
  expect(await lastRun(credentialId)).toMatchObject({ outcome: "succeeded", tenant: "na1/AbCdEf12345" });
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) throw new Error("the credential is gone");
  const views = await listProbes(organizationId, credential);
  const commerce = views.filter(({ probe }) => probe.product === "Adobe Commerce");
  expect(commerce.map(({ tenant }) => tenant)).toEqual([
    { server: "na1", tenantId: "AbCdEf12345" },
    { server: "na1", tenantId: "AbCdEf12345" },
  ]);
});

test("a cached token that is refused is replaced once, and the run says so", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await run(context, credentialId);
  await refuse(clientId, { refusal: "umapiToken", count: 1 });
  await run(context, credentialId);
  expect(await lastRun(credentialId)).toMatchObject({
    outcome: "succeeded",
    wasTokenRenewed: true,
    tries: 2,
  });
  expect(await callsOf(clientId, "token")).toBe(2);
});

test("a fresh token that is refused as well means missing access, and is not replaced again", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await refuse(clientId, { refusal: "umapiToken" });
  await run(context, credentialId);
  const first = await lastRun(credentialId);
  expect(first).toMatchObject({ failureCode: "umapi_token_refused", wasTokenRenewed: false, tries: 1 });
  await run(context, credentialId);
  expect(await lastRun(credentialId)).toMatchObject({
    failureCode: "umapi_token_refused",
    wasTokenRenewed: true,
    tries: 2,
  });
  expect(await callsOf(clientId, "token")).toBe(2);
});

test.each([
  ["notSubscribed", "api_not_added"],
  ["scopeMissing", "token_scope_missing"],
  ["wrongOrganization", "profile_not_valid"],
  ["profileMissing", "profile_not_attached"],
  ["aemClientNotListed", "aem_client_not_listed"],
  ["commerceNotAllowed", "product_refused"],
] as const)("%s is kept as %s and explained with the product's name", async (refusal, failureCode) => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await refuse(clientId, { refusal });
  expect((await run(context, credentialId)).ok).toBe(true);
  expect(await lastRun(credentialId)).toMatchObject({ outcome: "failed", failureCode, tries: 1 });
  const credential = await findCredential(context.viewer.organizationId, credentialId);
  if (credential === null) throw new Error("the credential is gone");
  const views = await listProbes(context.viewer.organizationId, credential);
  const view = views.find(({ probe }) => probe.key === "user-management");
  expect(view?.last?.words?.causes).not.toEqual([]);
  expect(await storyOf(context)).toEqual(["probe.requested requested", "probe.answered failed"]);
});

test("a product that asks for a long wait is left alone until then, and the others are not", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await refuse(clientId, { refusal: "throttled", retryAfter: { seconds: 2_000 }, count: 1 });
  expect((await run(context, credentialId)).ok).toBe(true);
  expect(await lastRun(credentialId)).toMatchObject({ failureCode: "throttled", retryAfterSeconds: 2_000 });
  expect(await run(context, credentialId)).toMatchObject({
    failure: { kind: "adobe", adobe: { code: "cooling_down" } },
  });
  expect((await run(context, credentialId, "pdf-services")).ok).toBe(true);
  expect(await callsOf(clientId, "callProduct")).toBe(2);
});

test("a tenant that is not one is refused at its field, and nothing goes out or is written", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  const typed = { server: "na1@evil.example", tenant: "../x" };
  expect(await run(context, credentialId, "commerce-products", typed)).toMatchObject({
    failure: { kind: "invalid_input", fields: { server: expect.any(String), tenant: expect.any(String) } },
  });
  expect(await callsOf(clientId, "token")).toBe(0);
  expect(await storyOf(context)).toEqual([]);
});

test("what a credential cannot be probed with is said before anything goes out", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  expect(await run(context, credentialId, "io-management")).toMatchObject({
    failure: { kind: "conflict", message: expect.stringContaining("console address") },
  });
  const staged = await registerClient(context, "stage");
  expect(await run(context, staged.credentialId)).toMatchObject({
    failure: { message: expect.stringContaining("stage") },
  });
  const stranger = await makeActContext();
  expect(await run(stranger, credentialId)).toMatchObject({ failure: { kind: "not_found" } });
  await archiveCredential(context, { credentialId });
  expect(await run(context, credentialId)).toMatchObject({
    failure: { message: expect.stringContaining("archived") },
  });
  expect(await callsOf(clientId, "token")).toBe(0);
});

test("the eleventh probe within a minute is told how long to wait", async () => {
  const context = await makeActContext();
  const { credentialId } = await registerClient(context);
  const results = await Promise.all(
    Array.from({ length: 12 }, () => run(context, credentialId, "pdf-services")),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(10);
  expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: "too_many_requests" } });
});

test("without its intent nothing goes out, and without its outcome nothing is shown", async () => {
  const context = await makeActContext();
  const { credentialId, clientId } = await registerClient(context);
  await withFailingAudit("probe.requested", async () => {
    await expect(run(context, credentialId)).rejects.toThrow();
  });
  expect(await callsOf(clientId, "token")).toBe(0);
  await withFailingAudit("probe.answered", async () => {
    expect(await run(context, credentialId)).toEqual({ ok: false, failure: { kind: "answer_unrecorded" } });
  });
  expect(await lastRun(credentialId)).toMatchObject({ outcome: "pending", httpStatus: null });
});

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

test("deleting a credential for ever takes its probes along", async () => {
  const context = await makeActContext();
  const { credentialId } = await registerClient(context);
  expect((await run(context, credentialId)).ok).toBe(true);
  expect(await lastRun(credentialId)).not.toBeNull();
  expect((await deleteCredential(context, { credentialId, confirmation: "Catalog sync" })).ok).toBe(true);
  expect(await lastRun(credentialId)).toBeNull();
});
