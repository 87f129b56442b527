import { afterAll, beforeAll, expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { registerCredentialInput } from "@/lib/credentials/credential-input";
import { deleteCredential } from "@/lib/credentials/delete-credential";
import { registerCredential } from "@/lib/credentials/register-credential";
import { getDb } from "@/lib/db/client";
import { listProfileReadings } from "@/lib/profiles/list-profile-readings";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { readProfiles } from "./read-profiles";

let sandbox: Sandbox;
let control: ControlClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

const services = [
  {
    sdkCode: "AdobeAnalyticsSDK",
    name: "Adobe Analytics",
    profiles: [{ id: "108375522", name: "Europe, read only", productId: "A1B2" }],
  },
];

async function registerClient(context: ActContext, change: { scopes?: string; hasAddress?: boolean } = {}) {
  const client = await control.putClient(crypto.randomUUID().replaceAll("-", ""), { services });
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = client;
  const address = `https://developer.adobe.com/console/projects/${adobeOrganizationId}/${adobeProjectId}/credentials/${adobeCredentialId}/details/oauthservertoserver`;
  const result = await registerCredential(
    context,
    registerCredentialInput.parse({
      name: "Reports",
      environment: "sandbox",
      clientId: client.clientId,
      clientSecret: client.clientSecrets[0],
      imsOrgId: client.imsOrgId,
      technicalAccountId: "",
      technicalAccountEmail: "",
      scopes: change.scopes ?? "openid,AdobeID,adobeio_api",
      consoleAddress: change.hasAddress === false ? "" : address,
      notes: "",
    }),
  );
  if (!result.ok) throw new Error(result.failure.kind);
  return { credentialId: result.value.credentialId, clientId: client.clientId };
}

async function storyOf({ viewer }: ActContext): Promise<string[]> {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId, action: { startsWith: "profile." } },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true },
  });
  return events.map(({ action, outcome }) => `${action} ${outcome}`);
}

test("what Adobe lists is kept, between an intent and an outcome", async () => {
  const context = await makeActContext();
  const { organizationId } = context.viewer;
  const { credentialId } = await registerClient(context);
  expect(await readProfiles(context, { credentialId })).toEqual({ ok: true, value: null });
  expect(await listProfileReadings(organizationId, credentialId)).toMatchObject({
    last: { outcome: "succeeded", words: null },
    known: {
      profiles: [
        {
          profileId: "108375522",
          profile: "Europe, read only",
          sdkCode: "AdobeAnalyticsSDK",
          product: "Adobe Analytics",
        },
      ],
    },
  });
  expect(await storyOf(context)).toEqual(["profile.read_requested requested", "profile.read succeeded"]);
});

test("a refusal is explained and leaves what was read before; a stale token is replaced once", async () => {
  const context = await makeActContext();
  const { organizationId } = context.viewer;
  const { credentialId, clientId } = await registerClient(context);
  await readProfiles(context, { credentialId });
  const fault = { kind: "refuseProduct", call: "readIntegration" } as const;
  await control.setFaults(clientId, { ...fault, refusal: "tokenRefused", count: 1 });
  await readProfiles(context, { credentialId });
  expect(await listProfileReadings(organizationId, credentialId)).toMatchObject({
    last: { outcome: "succeeded" },
  });
  await control.setFaults(clientId, { ...fault, refusal: "notSubscribed" });
  expect((await readProfiles(context, { credentialId })).ok).toBe(true);
  const { last, known } = await listProfileReadings(organizationId, credentialId);
  expect(last).toMatchObject({ outcome: "failed", code: "api_not_enabled" });
  expect(last?.words?.nextStep).not.toBe("");
  expect(known?.profiles).toHaveLength(1);
  const { requests } = await control.requests(clientId);
  expect(requests.filter(({ kind }) => kind === "token")).toHaveLength(2);
});

test("without the numeric ids or the scope it says what is missing, and calls nobody", async () => {
  const context = await makeActContext();
  const bare = await registerClient(context, { hasAddress: false });
  expect(await readProfiles(context, { credentialId: bare.credentialId })).toMatchObject({
    failure: { kind: "conflict", message: expect.stringContaining("console address") },
  });
  const narrow = await registerClient(context, { scopes: "openid" });
  expect(await readProfiles(context, { credentialId: narrow.credentialId })).toMatchObject({
    failure: { kind: "conflict", message: expect.stringContaining("adobeio_api") },
  });
  const stranger = await makeActContext();
  expect(await readProfiles(stranger, { credentialId: bare.credentialId })).toMatchObject({
    failure: { kind: "not_found" },
  });
  for (const { clientId } of [bare, narrow]) {
    expect((await control.requests(clientId)).requests).toEqual([]);
  }
  expect(await storyOf(context)).toEqual([]);
});

test("deleting a credential for ever takes along what Adobe said of its profiles", async () => {
  const context = await makeActContext();
  const { credentialId } = await registerClient(context);
  expect((await readProfiles(context, { credentialId })).ok).toBe(true);
  expect(await getDb().profileReading.count({ where: { credentialId } })).toBe(1);
  expect((await deleteCredential(context, { credentialId, confirmation: "Reports" })).ok).toBe(true);
  expect(await getDb().profileReading.count({ where: { credentialId } })).toBe(0);
});
