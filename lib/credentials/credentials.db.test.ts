import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { clientSecretIdSchema } from "@/lib/ids";
import { open } from "@/lib/sealing/sealed-value";
import { archiveCredential, restoreCredential } from "./archive-credential";
import { credentialFilter } from "./credential-filter";
import { editCredentialInput, registerCredentialInput } from "./credential-input";
import { deleteCredential } from "./delete-credential";
import { editCredential } from "./edit-credential";
import { findCredential } from "./find-credential";
import { listCredentials } from "./list-credentials";
import { registerCredential } from "./register-credential";
import { replaceSecret, replaceSecretInput } from "./replace-secret";
import { clientSecretSealContext } from "./seal-client-secret";

const makeSecret = () => randomBytes(24).toString("base64url");

const fieldsOf = (overrides: Record<string, string> = {}) => ({
  name: "Storefront sync",
  environment: "sandbox",
  clientId: randomBytes(16).toString("hex"),
  imsOrgId: "",
  technicalAccountId: "",
  technicalAccountEmail: "",
  scopes: "openid,AdobeID",
  consoleAddress: "",
  notes: "",
  ...overrides,
});

async function register(context: ActContext, overrides: Record<string, string> = {}) {
  const form = { ...fieldsOf(overrides), clientSecret: overrides.clientSecret ?? makeSecret() };
  const result = await registerCredential(context, registerCredentialInput.parse(form));
  if (!result.ok) throw new Error(result.failure.kind);
  return { credentialId: result.value.credentialId, form };
}

async function actionsOf({ viewer }: ActContext): Promise<string[]> {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: viewer.organizationId },
    orderBy: { seq: "asc" },
    select: { action: true },
  });
  return events.map((event) => event.action);
}

async function openCurrent({ viewer }: ActContext, credentialId: string): Promise<string> {
  const row = await getDb().clientSecret.findFirstOrThrow({
    where: { organizationId: viewer.organizationId, credentialId, state: "current" },
    select: { id: true, sealed: true },
  });
  const context = clientSecretSealContext(viewer.organizationId, clientSecretIdSchema.parse(row.id));
  const opened = await open(row.sealed ?? "", context);
  return opened.ok ? opened.value.reveal() : "not opened";
}

test("registering stores the secret sealed and records both acts", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context);
  expect(await openCurrent(context, credentialId)).toBe(form.clientSecret);
  expect(await actionsOf(context)).toEqual(["credential.registered", "secret.stored"]);
  const stored = await getDb()
    .$queryRaw`SELECT c::text AS row FROM "ClientSecret" c WHERE "credentialId" = ${credentialId}::uuid`;
  expect(JSON.stringify(stored)).not.toContain(form.clientSecret);
});

test("a client ID is registered once per organization and environment, archived ones included", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context);
  const again = () => registerCredential(context, registerCredentialInput.parse(form));
  expect(await again()).toMatchObject({
    ok: false,
    failure: { kind: "conflict", field: "clientId", href: `/credentials/${credentialId}` },
  });
  await archiveCredential(context, { credentialId });
  expect(await again()).toMatchObject({ failure: { hrefLabel: "Open Storefront sync to restore it" } });
  expect(
    (await registerCredential(context, registerCredentialInput.parse({ ...form, environment: "stage" }))).ok,
  ).toBe(true);
  const neighbour = await makeActContext();
  expect((await registerCredential(neighbour, registerCredentialInput.parse(form))).ok).toBe(true);
});

test("of twenty registrations of one client ID at once, one wins and nothing is left of the others", async () => {
  const context = await makeActContext();
  const input = registerCredentialInput.parse({ ...fieldsOf(), clientSecret: makeSecret() });
  const results = await Promise.all(Array.from({ length: 20 }, () => registerCredential(context, input)));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(await actionsOf(context)).toEqual(["credential.registered", "secret.stored"]);
});

test("an edit names what it changed, and an edit that changes nothing leaves no event", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context);
  const { clientSecret: _, ...fields } = form;
  const edit = (overrides: Record<string, unknown>) =>
    editCredential(context, editCredentialInput.parse({ ...fields, credentialId, version: 1, ...overrides }));
  expect((await edit({})).ok).toBe(true);
  expect((await edit({ name: "Shop sync", scopes: "openid" })).ok).toBe(true);
  expect(await actionsOf(context)).toEqual(["credential.registered", "secret.stored", "credential.edited"]);
  expect(await findCredential(context.viewer.organizationId, credentialId)).toMatchObject({
    name: "Shop sync",
    scopes: ["openid"],
    version: 2,
  });
});

test("a production secret does not follow its credential into another environment", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context, { environment: "production" });
  const { clientSecret: _, ...fields } = form;
  for (const environment of ["stage", "sandbox"]) {
    const input = editCredentialInput.parse({ ...fields, environment, credentialId, version: 1 });
    expect(await editCredential(context, input)).toMatchObject({
      failure: { kind: "invalid_input", fields: { environment: expect.stringContaining("never sent") } },
    });
  }
  const stored = await findCredential(context.viewer.organizationId, credentialId);
  expect(stored).toMatchObject({ environment: "production", version: 1 });
});

test("of two people who edit one credential, the second is told and nothing is lost", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context);
  const { clientSecret: _, ...fields } = form;
  const edit = (overrides: Record<string, unknown>) =>
    editCredential(context, editCredentialInput.parse({ ...fields, credentialId, version: 1, ...overrides }));
  const results = await Promise.all([edit({ notes: "first" }), edit({ notes: "second" })]);
  const refused = results.find((result) => !result.ok);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(refused).toMatchObject({ failure: { kind: "conflict", values: { version: "2" } } });
  expect((await edit({ notes: "second", version: 2 })).ok).toBe(true);
  const stored = await findCredential(context.viewer.organizationId, credentialId);
  expect(stored?.notes).toBe("second");
});

test("a replaced secret is blanked, and the same secret again is refused", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context);
  const replacement = makeSecret();
  const replace = (clientSecret: string) =>
    replaceSecret(context, replaceSecretInput.parse({ credentialId, clientSecret }));
  expect(await replace(form.clientSecret)).toMatchObject({ failure: { kind: "invalid_input" } });
  expect((await replace(`"${replacement}"`)).ok).toBe(true);
  expect(await openCurrent(context, credentialId)).toBe(replacement);
  const left = await getDb().clientSecret.findMany({
    where: { credentialId, state: "deleted" },
    select: { sealed: true, kid: true },
  });
  expect(left).toEqual([{ sealed: null, kid: null }]);
});

test("two replacements at once leave one current secret", async () => {
  const context = await makeActContext();
  const { credentialId } = await register(context);
  const secrets = [makeSecret(), makeSecret(), makeSecret()];
  await Promise.all(
    secrets.map((clientSecret) =>
      replaceSecret(context, replaceSecretInput.parse({ credentialId, clientSecret })),
    ),
  );
  expect(secrets).toContain(await openCurrent(context, credentialId));
  expect(await getDb().clientSecret.count({ where: { credentialId, state: "current" } })).toBe(1);
});

test("archiving twice is one act, and an archived credential comes back", async () => {
  const context = await makeActContext();
  const { credentialId } = await register(context);
  await archiveCredential(context, { credentialId });
  await archiveCredential(context, { credentialId });
  expect(
    (await listCredentials(context.viewer.organizationId, credentialFilter.parse({}))).rows,
  ).toHaveLength(0);
  await restoreCredential(context, { credentialId });
  expect(
    (await listCredentials(context.viewer.organizationId, credentialFilter.parse({}))).rows,
  ).toHaveLength(1);
  expect((await actionsOf(context)).slice(2)).toEqual(["credential.archived", "credential.restored"]);
});

test("deleting for ever asks for the name, blanks every secret, keeps the events and frees the client ID", async () => {
  const context = await makeActContext();
  const { credentialId, form } = await register(context);
  expect(await deleteCredential(context, { credentialId, confirmation: "storefront" })).toMatchObject({
    failure: { kind: "invalid_input" },
  });
  expect((await deleteCredential(context, { credentialId, confirmation: "Storefront sync" })).ok).toBe(true);
  expect(await findCredential(context.viewer.organizationId, credentialId)).toBeNull();
  expect(await getDb().clientSecret.count({ where: { credentialId, sealed: { not: null } } })).toBe(0);
  expect(await actionsOf(context)).toEqual(["credential.registered", "secret.stored", "credential.deleted"]);
  expect((await registerCredential(context, registerCredentialInput.parse(form))).ok).toBe(true);
});

test("somebody else's credential is not found by any command or query, and its owner still gets through", async () => {
  const owner = await makeActContext();
  const stranger = await makeActContext();
  const { credentialId, form } = await register(owner);
  const { clientSecret: _, ...fields } = form;
  const attempts = await Promise.all([
    editCredential(stranger, editCredentialInput.parse({ ...fields, credentialId, version: 1, name: "x" })),
    replaceSecret(stranger, replaceSecretInput.parse({ credentialId, clientSecret: makeSecret() })),
    archiveCredential(stranger, { credentialId }),
    restoreCredential(stranger, { credentialId }),
    deleteCredential(stranger, { credentialId, confirmation: "Storefront sync" }),
  ]);
  for (const attempt of attempts) expect(attempt).toMatchObject({ failure: { kind: "not_found" } });
  expect(await findCredential(stranger.viewer.organizationId, credentialId)).toBeNull();
  expect(await actionsOf(stranger)).toEqual([]);
  expect((await archiveCredential(owner, { credentialId })).ok).toBe(true);
});

test("the list searches names and client IDs without regard to case, and pages without gaps or repeats", async () => {
  const context = await makeActContext();
  const { organizationId, userId } = context.viewer;
  await getDb().credential.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({
      id: crypto.randomUUID(),
      organizationId,
      createdById: userId,
      name: `Shop ${index % 40} 100%`,
      sortName: `shop ${index % 40} 100%`,
      environment: "sandbox" as const,
      clientId: `client-${index}`,
      scopes: ["openid"],
    })),
  });
  const seen: string[] = [];
  let after = "";
  for (let page = 0; page < 3; page += 1) {
    const { rows, nextCursor } = await listCredentials(
      organizationId,
      credentialFilter.parse({ q: "SHOP", after }),
    );
    seen.push(...rows.map((row) => row.id));
    after = nextCursor ?? "";
  }
  expect(after).toBe("");
  expect(new Set(seen).size).toBe(120);
  expect(seen).toHaveLength(120);
  const count = async (q: string) =>
    (await listCredentials(organizationId, credentialFilter.parse({ q }))).rows.length;
  expect(await count("client-119")).toBe(1);
  expect(await count("shop_39")).toBe(0);
  expect(await count("39 100%")).toBe(3);
});

test("a zero byte in the list's address is no reason to fail", async () => {
  const context = await makeActContext();
  await register(context);
  const cursor = Buffer.from(JSON.stringify(["\0", crypto.randomUUID()])).toString("base64url");
  for (const query of [{ q: "store\0front" }, { q: "\0" }, { after: cursor }]) {
    const { rows } = await listCredentials(context.viewer.organizationId, credentialFilter.parse(query));
    expect(rows).toHaveLength(1);
  }
});
