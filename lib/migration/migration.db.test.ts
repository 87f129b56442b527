import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeJwtKey, type TestJwtKey } from "@/lib/adobe/jwt-key.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { editCredentialInput } from "@/lib/credentials/credential-input";
import { deleteCredential } from "@/lib/credentials/delete-credential";
import { editCredential } from "@/lib/credentials/edit-credential";
import { findCredential } from "@/lib/credentials/find-credential";
import { registerJwtCredential } from "@/lib/credentials/jwt/register-jwt-credential";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { startRotation } from "@/lib/rotation/start-rotation";
import { testToken } from "@/lib/tokens/test-token";
import { generateClientId } from "@/sandbox/clients";
import { type ControlClient, createControlClient } from "@/sandbox/control-client";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { cancelMigration } from "./cancel-migration";
import { findMigration } from "./find-migration";
import { finishMigration } from "./finish-migration";
import { describeJwt, type JwtScene, metascopes, registerJwt } from "./migration.fixture";
import { startMigration } from "./start-migration";
import { storeOauthSecret, storeOauthSecretInput } from "./store-oauth-secret";
import { testJwt, testOauth } from "./test-either";
import { typeUses } from "./type-uses";

const hourMs = 3_600_000;
let sandbox: Sandbox;
let control: ControlClient;
let context: ActContext;
let scene: JwtScene;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  control = createControlClient(sandbox.url, sandbox.controlKey);
  process.env.SANDBOX_URL = sandbox.url;
});
beforeEach(async () => {
  context = await makeActContext();
  scene = await registerJwt(context, control);
});
afterAll(() => sandbox.close());

const choice = () => ({ credentialId: scene.credentialId });
const confirmed = () => ({ ...choice(), confirmation: "Legacy importer" });

function store(clientSecret = scene.client.clientSecrets[0], scopes = "openid,AdobeID") {
  return storeOauthSecret(context, storeOauthSecretInput.parse({ ...choice(), clientSecret, scopes }));
}

async function open() {
  await startMigration(context, choice());
  await store();
  await testOauth(context, choice());
}

/** The JWT was last used 30 hours ago, the OAuth credential an hour ago. */
function typeQuiet() {
  const ago = (hours: number) => new Date(Date.now() - hours * hourMs);
  return typeUses(context, { ...choice(), lastJwtUseAt: ago(30), lastOauthUseAt: ago(1) });
}

function endJwt() {
  return control.putClient(scene.client.clientId, {
    jwt: { publicKeys: [scene.key.publicPem], metascopes, isEnded: true },
  });
}

const readKey = () => getDb().jwtKey.findFirstOrThrow({ where: choice() });
const readKind = async () =>
  (await getDb().credential.findFirstOrThrow({ where: { id: scene.credentialId } })).kind;

async function view() {
  const credential = await findCredential(context.viewer.organizationId, scene.credentialId);
  if (credential === null) throw new Error("The credential is gone.");
  return findMigration(context.viewer.organizationId, credential, new Date());
}

async function actionsOf(prefix: string): Promise<string[]> {
  const events = await getDb().auditEvent.findMany({
    where: { organizationId: context.viewer.organizationId, targetId: scene.credentialId },
    orderBy: { seq: "asc" },
    select: { action: true },
  });
  return events.map(({ action }) => action).filter((action) => action.startsWith(prefix));
}

test("from JWT to OAuth: same row and client ID, history kept, key blanked for good", async () => {
  expect((await testToken(context, choice())).ok).toBe(true);
  await getDb().tokenTest.updateMany({
    where: choice(),
    data: { requestedAt: new Date(Date.now() - 40 * hourMs), answeredAt: new Date(Date.now() - 40 * hourMs) },
  });
  await open();
  expect(await readKind()).toBe("migrating");
  expect((await view())?.steps.hand_over).toBe("now");
  await typeQuiet();
  expect(await view()).toMatchObject({ isUnlocked: true, steps: { finish: "now" } });
  await endJwt();
  expect(await finishMigration(context, confirmed())).toEqual({ ok: true, value: null });
  expect(await readKind()).toBe("oauth");
  expect(await readKey()).toMatchObject({ sealedPrivateKey: null, sealedClientSecret: null, kid: null });
  expect(await actionsOf("migration.")).toEqual([
    "migration.started",
    "migration.use_typed",
    "migration.finished",
  ]);
  expect(await actionsOf("key.")).toEqual(["key.stored", "key.destroyed"]);
  expect(await view()).toMatchObject({ standing: "finished" });
  expect(await testToken(context, choice())).toMatchObject({ value: { outcome: "succeeded" } });
  expect(await finishMigration(context, confirmed())).toMatchObject({ failure: { kind: "conflict" } });
  await expect(
    getDb().jwtKey.updateMany({ where: choice(), data: { sealedPrivateKey: "back again" } }),
  ).rejects.toThrow();
});

test("a last test that the JWT failed says nothing of the health of the OAuth credential", async () => {
  await open();
  await endJwt();
  expect(await testJwt(context, choice())).toMatchObject({ value: { outcome: "failed" } });
  const row = await getDb().credential.findFirstOrThrow({ where: { id: scene.credentialId } });
  expect(row.lastTestOutcome).toBe("succeeded");
});

test("what Adobe has converted is finished without waiting", async () => {
  await endJwt();
  await testToken(context, choice());
  await open();
  expect(await view()).toMatchObject({ isJwtEnded: true, isUnlocked: true });
  expect((await finishMigration(context, confirmed())).ok).toBe(true);
  expect(await readKind()).toBe("oauth");
});

describe("it is not finished, and the key signs on", () => {
  async function expectUnfinished(result: unknown, failure: object) {
    expect(result).toMatchObject({ ok: false, failure });
    expect(await readKind()).toBe("migrating");
    expect((await readKey()).destroyedAt).toBeNull();
    expect(await actionsOf("migration.finished")).toEqual([]);
  }

  test("before the conditions are met, and Adobe is not asked", async () => {
    await open();
    const asked = (await control.requests(scene.client.clientId)).requests.length;
    await expectUnfinished(await finishMigration(context, confirmed()), { kind: "conflict" });
    expect((await control.requests(scene.client.clientId)).requests).toHaveLength(asked);
  });

  test("with another name typed", async () => {
    await open();
    await typeQuiet();
    await endJwt();
    const input = { ...choice(), confirmation: "Legacy" };
    await expectUnfinished(await finishMigration(context, input), { kind: "invalid_input" });
  });

  test("while Adobe still exchanges the JWT; and that exchange is a use of it", async () => {
    await open();
    await typeQuiet();
    await expectUnfinished(await finishMigration(context, confirmed()), {
      kind: "conflict",
      message: expect.stringMatching(/still exchanged/),
    });
    expect(await view()).toMatchObject({ isUnlocked: false, met: { quiet: false } });
  });

  test("when Adobe gives no answer that proves anything", async () => {
    await open();
    await typeQuiet();
    await control.setFaults(scene.client.clientId, { kind: "throttle", retryAfter: { seconds: 600 } });
    await expectUnfinished(await finishMigration(context, confirmed()), {
      kind: "adobe",
      adobe: { code: "throttled" },
    });
  });

  test("when a test that was never answered may have been a use", async () => {
    await open();
    await typeQuiet();
    const key = await readKey();
    const like = await getDb().tokenTest.findFirstOrThrow({ where: choice() });
    await getDb().tokenTest.create({
      data: {
        ...{ id: crypto.randomUUID(), organizationId: like.organizationId, credentialId: like.credentialId },
        ...{ clientSecretId: key.id, requestedById: like.requestedById, requestId: like.requestId },
        ...{ requestedAt: new Date(), outcome: "pending", requestedScopes: [], grantedScopes: [] },
      },
    });
    await expectUnfinished(await finishMigration(context, confirmed()), { kind: "conflict" });
  });

  test("when Latchkey exchanged the JWT for a probe", async () => {
    await open();
    await typeQuiet();
    const { id: clientSecretId, organizationId } = await readKey();
    const sentAt = new Date();
    const id = crypto.randomUUID();
    await getDb().secretGrant.create({ data: { id, organizationId, clientSecretId, sentAt } });
    await expectUnfinished(await finishMigration(context, confirmed()), { kind: "conflict" });
    expect((await view())?.ownJwtUseAt).toBe(sentAt.toISOString());
  });

  test("when the secret was replaced after its test", async () => {
    await open();
    await typeQuiet();
    const another = await control.addSecret(scene.client.clientId);
    expect((await store(another.value)).ok).toBe(true);
    await endJwt();
    await expectUnfinished(await finishMigration(context, confirmed()), { kind: "conflict" });
    const secrets = await getDb().clientSecret.findMany({ where: choice(), orderBy: { id: "asc" } });
    expect(secrets.map(({ state, sealed }) => [state, sealed === null])).toEqual([
      ["deleted", true],
      ["current", false],
    ]);
  });
});

test("a refused key proves that the JWT is gone only where it has worked before", async () => {
  await open();
  await typeQuiet();
  const bind = ({ publicPem }: TestJwtKey) =>
    control.putClient(scene.client.clientId, { jwt: { publicKeys: [publicPem], metascopes } });
  // As it would be from the start, had a wrong key been registered.
  const other = makeJwtKey();
  await bind(other);
  expect(await finishMigration(context, confirmed())).toMatchObject({
    failure: { kind: "adobe", adobe: { code: "jwt_signature_refused" } },
  });
  expect(await readKind()).toBe("migrating");
  expect((await readKey()).destroyedAt).toBeNull();

  await bind(scene.key);
  expect(await testJwt(context, choice())).toMatchObject({ value: { outcome: "succeeded" } });
  const before = new Date(Date.now() - 40 * hourMs);
  await getDb().tokenTest.updateMany({
    where: { ...choice(), clientSecretId: (await readKey()).id },
    data: { requestedAt: before, answeredAt: before },
  });
  await bind(other);
  expect((await finishMigration(context, confirmed())).ok).toBe(true);
});

test("a secret that is stored is replaced only right after the password", async () => {
  await open();
  const late = { ...context, viewer: { ...context.viewer, steppedUpAt: new Date(Date.now() - hourMs) } };
  const another = (await control.addSecret(scene.client.clientId)).value;
  const input = storeOauthSecretInput.parse({ ...choice(), clientSecret: another, scopes: "openid" });
  expect(await storeOauthSecret(late, input)).toEqual({ ok: false, failure: { kind: "step_up_required" } });
  expect((await storeOauthSecret(context, input)).ok).toBe(true);
});

test("an Edit page that was opened before the kind changed saves nothing", async () => {
  const fields = {
    ...choice(),
    ...{ name: "Legacy importer", environment: "sandbox", clientId: scene.client.clientId, imsOrgId: "" },
    ...{ technicalAccountId: "", technicalAccountEmail: "", consoleAddress: "", notes: "", scopes: "openid" },
  };
  const edit = async () => {
    const { version } = await getDb().credential.findFirstOrThrow({ where: { id: scene.credentialId } });
    return editCredential(context, editCredentialInput.parse({ ...fields, version }));
  };
  expect(await edit()).toMatchObject({ failure: { kind: "conflict" } });
  await open();
  expect((await edit()).ok).toBe(true);
  await cancelMigration(context, choice());
  expect(await edit()).toMatchObject({ failure: { kind: "conflict" } });
  const row = await getDb().credential.findFirstOrThrow({ where: { id: scene.credentialId } });
  expect([row.kind, row.scopes]).toEqual(["jwt", []]);
});

test("a crash after Adobe refused leaves a migration that can be finished by pressing again", async () => {
  await open();
  await endJwt();
  // What is left by a crash between the answer and the last transaction: a recorded test, and nothing else.
  expect(await testJwt(context, choice())).toMatchObject({ value: { outcome: "failed" } });
  expect(await readKind()).toBe("migrating");
  expect((await finishMigration(context, confirmed())).ok).toBe(true);
});

test("when the last event cannot be written, the key is not destroyed and the credential is not OAuth", async () => {
  await open();
  await endJwt();
  await testJwt(context, choice());
  await withFailingAudit("migration.finished", async () => {
    await expect(finishMigration(context, confirmed())).rejects.toThrow();
  });
  expect(await readKind()).toBe("migrating");
  expect((await readKey()).sealedPrivateKey).not.toBeNull();
  expect(await actionsOf("key.")).toEqual(["key.stored"]);
  expect((await finishMigration(context, confirmed())).ok).toBe(true);
});

test("when the event of a key cannot be written, nothing is registered", async () => {
  const client = await control.putClient(generateClientId());
  await withFailingAudit("key.stored", async () => {
    await expect(registerJwtCredential(context, describeJwt(client, scene.key))).rejects.toThrow();
  });
  expect(await getDb().credential.count({ where: { clientId: client.clientId } })).toBe(0);
  expect((await registerJwtCredential(context, describeJwt(client, scene.key))).ok).toBe(true);
});

test("cancelled, it is JWT again: the pasted secret is blanked, the key works on, and it can be started anew", async () => {
  await open();
  expect((await cancelMigration(context, choice())).ok).toBe(true);
  expect(await readKind()).toBe("jwt");
  expect(await getDb().clientSecret.findFirstOrThrow({ where: choice() })).toMatchObject({
    state: "deleted",
    sealed: null,
  });
  expect(await testToken(context, choice())).toMatchObject({ value: { outcome: "succeeded" } });
  expect(await view()).toMatchObject({ standing: "not_started", steps: { start: "now" } });
  expect(await cancelMigration(context, choice())).toMatchObject({ failure: { kind: "conflict" } });
  expect((await startMigration(context, choice())).ok).toBe(true);
  expect(await actionsOf("migration.")).toEqual([
    "migration.started",
    "migration.cancelled",
    "migration.started",
  ]);
});

test("started twice at once, there is one migration and one event", async () => {
  const started = await Promise.all([1, 2, 3].map(() => startMigration(context, choice())));
  expect(started.every(({ ok }) => ok)).toBe(true);
  expect(await getDb().migration.count({ where: choice() })).toBe(1);
  expect(await actionsOf("migration.")).toEqual(["migration.started"]);
});

test("meanwhile nothing rotates, archives or deletes the credential", async () => {
  await open();
  const refusal = {
    failure: { kind: "conflict", message: expect.stringMatching(/migration of this credential/) },
  };
  expect(await startRotation(context, { ...choice(), mode: "api", quietHours: 24 })).toMatchObject(refusal);
  expect(await archiveCredential(context, choice())).toMatchObject(refusal);
  expect(await deleteCredential(context, confirmed())).toMatchObject(refusal);
});

test("another organization can do nothing with it", async () => {
  await open();
  await typeQuiet();
  await endJwt();
  const stranger = await makeActContext();
  const notFound = { failure: { kind: "not_found" } };
  const input = storeOauthSecretInput.parse({ ...choice(), clientSecret: "made-up", scopes: "openid" });
  expect(await startMigration(stranger, choice())).toMatchObject(notFound);
  expect(await storeOauthSecret(stranger, input)).toMatchObject(notFound);
  expect(await testJwt(stranger, choice())).toMatchObject(notFound);
  expect(await testOauth(stranger, choice())).toMatchObject(notFound);
  expect(
    await typeUses(stranger, { ...choice(), lastJwtUseAt: null, lastOauthUseAt: new Date() }),
  ).toMatchObject(notFound);
  expect(await finishMigration(stranger, confirmed())).toMatchObject(notFound);
  expect(await cancelMigration(stranger, choice())).toMatchObject(notFound);
  expect(await readKind()).toBe("migrating");
  expect((await finishMigration(context, confirmed())).ok).toBe(true);
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
