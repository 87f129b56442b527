import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { getDb } from "./client";
import { violatedConstraint } from "./database-error";
import { addCredential, addOrganization, addSecret } from "./rows.fixture";

/** The constraint that refused the write; `stored` when none did. */
async function refusalOf(write: Promise<unknown>): Promise<string> {
  try {
    await write;
    return "stored";
  } catch (thrown) {
    return violatedConstraint(thrown) ?? "another error";
  }
}

test("a credential has one current secret, and any number of others", async () => {
  const organizationId = await addOrganization();
  const credentialId = await addCredential(organizationId);
  await addSecret(organizationId, credentialId);
  expect(await refusalOf(addSecret(organizationId, credentialId))).toBe("ClientSecret_current_key");
  expect(await refusalOf(addSecret(organizationId, credentialId, { state: "previous" }))).toBe("stored");
  expect(await refusalOf(addSecret(organizationId, credentialId, { state: "previous" }))).toBe("stored");
});

test("of two promotions at once one is refused", async () => {
  const organizationId = await addOrganization();
  const credentialId = await addCredential(organizationId);
  const answers = await Promise.all([
    refusalOf(addSecret(organizationId, credentialId)),
    refusalOf(addSecret(organizationId, credentialId)),
  ]);
  expect(answers.sort()).toEqual(["ClientSecret_current_key", "stored"]);
});

test("a client ID is registered once per organization and environment, also while archived", async () => {
  const organizationId = await addOrganization();
  const clientId = randomUUID();
  const id = await addCredential(organizationId, { clientId });
  const again = () => refusalOf(addCredential(organizationId, { clientId }));
  expect(await again()).toBe("Credential_clientId_key");
  await getDb().credential.update({ where: { id }, data: { archivedAt: new Date() } });
  expect(await again()).toBe("Credential_clientId_key");
  await getDb().credential.update({ where: { id }, data: { deletedAt: new Date() } });
  expect(await again()).toBe("stored");
});

test("the same client ID may stand in another environment and in another organization", async () => {
  const organizationId = await addOrganization();
  const clientId = randomUUID();
  await addCredential(organizationId, { clientId });
  expect(await refusalOf(addCredential(organizationId, { clientId, environment: "stage" }))).toBe("stored");
  expect(await refusalOf(addCredential(await addOrganization(), { clientId }))).toBe("stored");
});

test("a secret cannot point at another organization's credential", async () => {
  const credentialId = await addCredential(await addOrganization());
  expect(await refusalOf(addSecret(await addOrganization(), credentialId))).toContain("_fkey");
});

test.for([
  ["a deleted secret that still holds its value", { state: "deleted", deletedAt: new Date() }],
  ["a blanked secret that does not count as deleted", { sealed: null, kid: null }],
  ["a sealed value without its key's id", { kid: null }],
  ["a deleted secret without its time", { state: "deleted", sealed: null, kid: null }],
] as const)("refused: %s", async ([, overrides]) => {
  const organizationId = await addOrganization();
  const credentialId = await addCredential(organizationId);
  expect(await refusalOf(addSecret(organizationId, credentialId, overrides))).toBe(
    "ClientSecret_sealed_check",
  );
});

test("a blanked secret keeps its fingerprint", async () => {
  const organizationId = await addOrganization();
  const credentialId = await addCredential(organizationId);
  const blanked = { state: "deleted", sealed: null, kid: null, deletedAt: new Date() } as const;
  expect(await refusalOf(addSecret(organizationId, credentialId, blanked))).toBe("stored");
  const short = { fingerprint: randomBytes(31) };
  expect(await refusalOf(addSecret(organizationId, credentialId, short))).toBe(
    "ClientSecret_fingerprint_check",
  );
});

test.for([
  [{ name: "" }, "Credential_name_check"],
  [{ name: "n".repeat(201) }, "Credential_name_check"],
  [{ clientId: "" }, "Credential_clientId_check"],
  [{ clientId: "c".repeat(201) }, "Credential_clientId_check"],
  [{ notes: "n".repeat(10_001) }, "Credential_notes_check"],
  [{ scopes: Array.from({ length: 201 }, () => "s") }, "Credential_scopes_check"],
  [{ version: 0 }, "Credential_version_check"],
  [{ name: "ü".repeat(200), notes: "n".repeat(10_000) }, "stored"],
] as const)("lengths are held by the database too: %#", async ([overrides, expected]) => {
  const { scopes, ...rest } = { scopes: undefined, ...overrides };
  const fields = scopes === undefined ? rest : { ...rest, scopes: [...scopes] };
  expect(await refusalOf(addCredential(await addOrganization(), fields))).toBe(expected);
});

test.for([
  ["Owner@example.com", "User_email_check"],
  ["", "User_email_check"],
  ["owner@example.com", "stored"],
] as const)("an email is stored in lower case: %s", async ([email, expected]) => {
  const user = { id: randomUUID(), email, name: "Owner", passwordHash: "$argon2id$test" };
  expect(await refusalOf(getDb().user.create({ data: user }))).toBe(expected);
});

test("an email belongs to one user", async () => {
  const user = () => ({
    id: randomUUID(),
    email: "twice@example.com",
    name: "A",
    passwordHash: "$argon2id$test",
  });
  await getDb().user.create({ data: user() });
  expect(await refusalOf(getDb().user.create({ data: user() }))).toBe("User_email_key");
});

test.for([
  [{ seq: 0n }, "AuditEvent_seq_check"],
  [{ hash: new Uint8Array(31) }, "AuditEvent_hash_check"],
  [{ signature: new Uint8Array(63) }, "AuditEvent_signature_check"],
  [{}, "stored"],
] as const)(
  "an event is numbered from one, with a whole hash and signature: %#",
  async ([overrides, expected]) => {
    const event = {
      organizationId: randomUUID(),
      seq: 1n,
      id: randomUUID(),
      occurredAt: new Date(),
      action: "session.started",
      outcome: "succeeded",
      actorType: "system",
      actorName: "",
      kid: "audit-test",
      payload: "{}",
      hash: new Uint8Array(32),
      signature: new Uint8Array(64),
      ...overrides,
    };
    expect(await refusalOf(getDb().auditEvent.create({ data: event }))).toBe(expected);
  },
);

test("every model of the schema can be read from the migrated tables", async () => {
  const db = getDb();
  const reads = [
    db.organization.findFirst(),
    db.user.findFirst(),
    db.membership.findFirst(),
    db.session.findFirst(),
    db.credential.findFirst(),
    db.clientSecret.findFirst(),
    db.tokenTest.findFirst(),
    db.auditEvent.findFirst(),
    db.keyCheck.findFirst(),
    db.rateBudget.findFirst(),
  ];
  await expect(Promise.all(reads)).resolves.toHaveLength(reads.length);
});
