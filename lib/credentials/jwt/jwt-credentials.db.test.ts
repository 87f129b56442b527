import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeJwtCertificate, makeJwtKey } from "@/lib/adobe/jwt-key.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { deleteCredential } from "@/lib/credentials/delete-credential";
import { editJwtCredential } from "@/lib/credentials/edit-credential";
import { findCredential } from "@/lib/credentials/find-credential";
import { replaceSecret } from "@/lib/credentials/replace-secret";
import { getDb } from "@/lib/db/client";
import { newCredentialId } from "@/lib/ids";
import { describeJwt, metascopes, registerJwt } from "@/lib/migration/migration.fixture";
import { startRotation } from "@/lib/rotation/start-rotation";
import { Secret } from "@/lib/secret";
import { findCredentialToken, getCredentialToken } from "@/lib/tokens/credential-tokens";
import { testToken } from "@/lib/tokens/test-token";
import { generateClientId } from "@/sandbox/clients";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { editJwtCredentialInput, replaceJwtKeyInput } from "./jwt-input";
import { openJwtKey } from "./open-jwt-key";
import { registerJwtCredential } from "./register-jwt-credential";
import { replaceJwtKey } from "./replace-jwt-key";

let sandbox: Sandbox;
let control: ControlClient;
let context: ActContext;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  process.env.SANDBOX_URL = sandbox.url;
  context = await makeActContext();
});
afterAll(() => sandbox.close());

async function listEvents({ viewer }: ActContext, credentialId: string) {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId, targetId: credentialId },
    orderBy: { seq: "asc" },
    select: { action: true, payload: true },
  });
  return { actions: events.map(({ action }) => action), text: events.map(({ payload }) => payload).join() };
}

const getKey = (credentialId: string) => getDb().jwtKey.findFirstOrThrow({ where: { credentialId } });

test("registering seals key and secret for their row and field, and says so in two events", async () => {
  const { credentialId, key, client } = await registerJwt(context, control);
  const { organizationId } = context.viewer;
  const row = await getKey(credentialId);
  const opened = await openJwtKey(organizationId, row);
  if (!opened.ok) throw new Error(opened.failure.kind);
  expect(opened.value.privateKey.reveal()).toBe(key.pem);
  expect(opened.value.clientSecret.reveal()).toBe(client.clientSecrets[0]);
  const swapped = { ...row, sealedPrivateKey: row.sealedClientSecret };
  expect(await openJwtKey(organizationId, swapped)).toMatchObject({ failure: { kind: "key_unavailable" } });
  const { actions, text } = await listEvents(context, credentialId);
  expect(actions).toEqual(["credential.registered", "key.stored"]);
  expect(text).toContain('"kind":"jwt"');
  const body = key.pem.split("\n")[2] ?? "";
  expect(text).not.toContain(body);
  expect(text).not.toContain(client.clientSecrets[0]);
  const detail = await findCredential(organizationId, credentialId);
  expect(detail).toMatchObject({ kind: "jwt", metascopes, secret: null });
  expect(JSON.stringify(detail)).not.toContain(body);
});

test("a certificate of another key registers nothing, one of this key leaves its dates", async () => {
  const key = makeJwtKey();
  const client = await control.putClient(generateClientId());
  const foreign = makeJwtCertificate(makeJwtKey());
  expect(
    await registerJwtCredential(context, describeJwt(client, key, { certificate: foreign })),
  ).toMatchObject({
    failure: { kind: "invalid_input", fields: { certificate: expect.stringMatching(/another private key/) } },
  });
  expect(await getDb().credential.count({ where: { clientId: client.clientId } })).toBe(0);
  const expiresAt = new Date("2027-05-01T00:00:00Z");
  const certificate = makeJwtCertificate(key, { expiresAt });
  const registered = await registerJwtCredential(context, describeJwt(client, key, { certificate }));
  if (!registered.ok) throw new Error(registered.failure.kind);
  expect((await getKey(registered.value.credentialId)).certificateExpiresAt).toEqual(expiresAt);
});

test("a client ID that is taken is refused, and no key is left behind", async () => {
  const { client, key } = await registerJwt(context, control);
  const before = await getDb().jwtKey.count();
  expect(await registerJwtCredential(context, describeJwt(client, key))).toMatchObject({
    failure: { kind: "conflict", field: "clientId" },
  });
  expect(await getDb().jwtKey.count()).toBe(before);
});

test("a test exchanges the JWT, and its events name the key by its fingerprint", async () => {
  const { credentialId, client } = await registerJwt(context, control);
  const result = await testToken(context, { credentialId });
  expect(result).toMatchObject({ value: { outcome: "succeeded", grantedScopes: client.boundScopes } });
  const { requests } = await control.requests(client.clientId);
  expect(requests.map(({ kind }) => kind)).toEqual(["exchangeJwt"]);
  const { text } = await listEvents(context, credentialId);
  const { fingerprint } = await getKey(credentialId);
  expect(text).toContain(Buffer.from(fingerprint).toString("hex").slice(0, 8));
});

test("another organization finds nothing of it, and the owner still does", async () => {
  const { credentialId, key, client } = await registerJwt(context, control);
  const stranger = await makeActContext();
  const input = replaceJwtKeyInput.parse({
    ...{ credentialId, clientSecret: client.clientSecrets[0], privateKey: key.pem, certificate: "" },
  });
  expect(await findCredential(stranger.viewer.organizationId, credentialId)).toBeNull();
  expect(await testToken(stranger, { credentialId })).toMatchObject({ failure: { kind: "not_found" } });
  expect(await replaceJwtKey(stranger, input)).toMatchObject({ failure: { kind: "not_found" } });
  expect((await replaceJwtKey(context, input)).ok).toBe(true);
});

test("a replaced key is blanked for good, and the new one signs", async () => {
  const { credentialId, client } = await registerJwt(context, control);
  const next = makeJwtKey();
  await control.putClient(client.clientId, { jwt: { publicKeys: [next.publicPem], metascopes } });
  expect(await testToken(context, { credentialId })).toMatchObject({ value: { outcome: "failed" } });
  const input = {
    credentialId,
    clientSecret: client.clientSecrets[0],
    privateKey: next.pem,
    certificate: "",
  };
  expect(await replaceJwtKey(context, replaceJwtKeyInput.parse(input))).toMatchObject({ ok: true });
  expect(await testToken(context, { credentialId })).toMatchObject({ value: { outcome: "succeeded" } });
  const keys = await getDb().jwtKey.findMany({ where: { credentialId }, orderBy: { id: "asc" } });
  expect(keys.map(({ destroyedAt }) => destroyedAt === null)).toEqual([false, true]);
  expect(keys[0]).toMatchObject({ sealedPrivateKey: null, sealedClientSecret: null, kid: null });
  const { actions } = await listEvents(context, credentialId);
  expect(actions.filter((action) => action.startsWith("key."))).toEqual([
    "key.stored",
    "key.destroyed",
    "key.stored",
  ]);
});

test("a destroyed key signs for no call any more, from memory either", async () => {
  const { credentialId, key, client } = await registerJwt(context, control);
  const { id: clientSecretId } = await getKey(credentialId);
  const { clientId, imsOrgId, technicalAccountId } = client;
  const privateKey = new Secret(key.pem);
  await getCredentialToken({
    ...{ organizationId: context.viewer.organizationId, environment: "sandbox", clientId, imsOrgId },
    ...{ scopes: [], clientSecretId, secret: new Secret(client.clientSecrets[0] ?? "") },
    assertion: { imsOrgId, technicalAccountId, metascopes, privateKey },
  });
  expect(await findCredentialToken(clientSecretId)).toBeInstanceOf(Secret);
  const input = { credentialId, clientSecret: "made-up", privateKey: makeJwtKey().pem, certificate: "" };
  expect(await replaceJwtKey(context, replaceJwtKeyInput.parse(input))).toMatchObject({ ok: true });
  expect(findCredentialToken(clientSecretId)).toBeUndefined();
});

test("deleting for ever blanks the key too", async () => {
  const { credentialId } = await registerJwt(context, control);
  expect(await deleteCredential(context, { credentialId, confirmation: "Legacy importer" })).toMatchObject({
    ok: true,
  });
  expect(await getKey(credentialId)).toMatchObject({ sealedPrivateKey: null, sealedClientSecret: null });
  expect((await listEvents(context, credentialId)).actions.slice(-2)).toEqual([
    "key.destroyed",
    "credential.deleted",
  ]);
});

test("an edit changes metascopes, and what the form does not have stays", async () => {
  const { credentialId, client } = await registerJwt(context, control);
  const saved = await editJwtCredential(
    context,
    editJwtCredentialInput.parse({
      ...{ credentialId, version: "1", name: "Legacy importer", environment: "sandbox" },
      ...{ clientId: client.clientId, imsOrgId: client.imsOrgId, notes: "", consoleAddress: "" },
      ...{ technicalAccountId: client.technicalAccountId, technicalAccountEmail: "" },
      metascopes: "ent_user_sdk,ent_reactor_sdk",
    }),
  );
  expect(saved).toMatchObject({ ok: true });
  expect(await findCredential(context.viewer.organizationId, credentialId)).toMatchObject({
    metascopes: ["ent_user_sdk", "ent_reactor_sdk"],
    version: 2,
  });
  expect((await listEvents(context, credentialId)).text).toContain('"changed":["scopes"]');
});

describe("what a JWT credential has not is refused in words", () => {
  test("a rotation", async () => {
    const { credentialId } = await registerJwt(context, control);
    expect(await startRotation(context, { credentialId, mode: "manual", quietHours: 24 })).toMatchObject({
      failure: { kind: "conflict", message: expect.stringMatching(/migrate it first/) },
    });
    expect(await getDb().rotation.count({ where: { credentialId } })).toBe(0);
  });

  test("another client secret alone", async () => {
    const { credentialId } = await registerJwt(context, control);
    const clientSecret = { secret: new Secret("made-up"), wasTrimmed: false };
    expect(await replaceSecret(context, { credentialId, clientSecret })).toMatchObject({
      failure: { kind: "conflict", message: expect.stringMatching(/together with its private key/) },
    });
    expect(await getDb().clientSecret.count({ where: { credentialId } })).toBe(0);
  });
});

test("a key that belongs to no credential is not there", async () => {
  const credentialId = newCredentialId();
  const key = makeJwtKey();
  const input = { credentialId, clientSecret: "made-up", privateKey: key.pem, certificate: "" };
  expect(await replaceJwtKey(context, replaceJwtKeyInput.parse(input))).toMatchObject({
    failure: { kind: "not_found" },
  });
});
