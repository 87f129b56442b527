import { expect, test } from "vitest";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import { getDb } from "@/lib/db/client";
import { connectAs } from "@/lib/db/test-connection.fixture";
import { addSecretAtAdobe } from "./add-secret";
import { cancelRotation } from "./cancel-rotation";
import { findOut } from "./find-out";
import { makeColleague, openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { must } from "./rotation-steps.fixture";
import { startRotation, startRotationInput } from "./start-rotation";

const { stage: makeStage } = openSandbox();

async function makePlanned(): Promise<Stage> {
  const stage = await makeStage();
  const { context, credentialId } = stage;
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  return stage;
}

const add = ({ context, credentialId }: Stage, by: ActContext = context) =>
  addSecretAtAdobe(by, { credentialId });
const look = ({ context, credentialId }: Stage) => findOut(context, { credentialId });

async function oldOf(stage: Stage): Promise<string> {
  const [first] = await stage.atAdobe();
  return first?.uuid ?? "";
}

test("one request adds a secret, and its value is sealed for the row that it becomes", async () => {
  const stage = await makePlanned();
  const before = (await stage.calls()).length;
  expect(await add(stage)).toEqual({ ok: true, value: null });
  const [, added] = await stage.atAdobe();
  const [current, pending] = await stage.stored();
  expect([current?.state, pending?.state]).toEqual(["current", "pending"]);
  expect(pending?.adobeSecretId).toBe(added?.uuid);
  const { organizationId } = stage.context.viewer;
  const opened = await openClientSecret(organizationId, {
    id: pending?.id ?? "",
    sealed: pending?.sealed ?? "",
  });
  expect(opened.ok && opened.value.reveal()).toBe(added?.value);
  expect(await stage.rotation()).toMatchObject({
    state: "created",
    newSecretId: pending?.id,
    snapshotIds: [await oldOf(stage)],
    addRequestedAt: null,
    lastFailureCode: null,
  });
  const calls = (await stage.calls()).slice(before);
  expect(calls.map(({ kind }) => kind)).toEqual(["listSecrets", "addSecret"]);
  const [intent, outcome] = (await stage.events()).slice(2);
  expect([intent?.action, outcome?.action]).toEqual(["secret.add_requested", "secret.added"]);
  expect(outcome?.detail).toMatchObject({ adobeSecretId: added?.uuid, effect: "made" });
  for (const { at } of calls) {
    expect(Date.parse(at)).toBeGreaterThanOrEqual(intent?.occurredAt.getTime() ?? Number.NaN);
    expect(Date.parse(at)).toBeLessThanOrEqual(outcome?.occurredAt.getTime() ?? Number.NaN);
  }
  expect(JSON.stringify([await stage.events(), await stage.rotation()])).not.toContain(added?.value);
});

test("ten presses at once and one more afterwards add one secret", async () => {
  const stage = await makePlanned();
  const colleague = await makeColleague(stage.context);
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) => add(stage, index % 2 === 0 ? stage.context : colleague)),
  );
  expect(results.filter(({ ok }) => ok).length).toBeGreaterThan(0);
  for (const refused of results.filter(({ ok }) => !ok)) {
    expect(sentenceOf(refused)).toContain("is working on this rotation at this moment");
  }
  expect((await add(stage)).ok).toBe(true);
  expect(await stage.calls("addSecret")).toHaveLength(1);
  expect((await stage.story()).filter((line) => line === "secret.added succeeded")).toHaveLength(1);
});

test("while one adds, the other is told who, and nobody else's act changes anything", async () => {
  const stage = await makePlanned();
  const colleague = await makeColleague(stage.context);
  const { control, clientId, credentialId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "addSecret" });
  const adding = add(stage);
  await control.waitForHeld(1, clientId);
  const name = stage.context.viewer.name;
  expect(sentenceOf(await add(stage, colleague))).toContain(name);
  expect(sentenceOf(await findOut(colleague, { credentialId }))).toContain(name);
  expect(sentenceOf(await cancelRotation(colleague, { credentialId }))).toContain(name);
  await control.release(clientId);
  expect((await adding).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("created");
});

test("with both slots taken nothing is added and nothing is deleted", async () => {
  const stage = await makePlanned();
  await stage.control.addSecret(stage.clientId);
  const before = await stage.atAdobe();
  expect(sentenceOf(await add(stage))).toContain("Both slots at Adobe are taken");
  expect(await stage.atAdobe()).toEqual(before);
  expect(await stage.calls("addSecret", "deleteSecret")).toEqual([]);
  expect(await stage.rotation()).toMatchObject({ state: "planned", lastFailureCode: "secret_limit_reached" });
  const shown = await getDb().secretUsage.findMany({
    where: { credentialId: stage.credentialId },
    orderBy: { checkedAt: "desc" },
    take: 2,
  });
  expect(shown.map(({ secretKey }) => secretKey).sort()).toEqual(before.map(({ uuid }) => uuid).sort());
});

test.each([
  ["a reset", { kind: "reset", at: "response", call: "addSecret", count: 1 }],
  ["a reset in the body", { kind: "reset", at: "body", call: "addSecret", count: 1 }],
  ["a server error", { kind: "serverError", status: 503, after: true, call: "addSecret", count: 1 }],
] as const)("after %s that hides an addition, the one new secret is found", async (_name, fault) => {
  const stage = await makePlanned();
  await stage.control.setFaults(stage.clientId, fault);
  expect(await add(stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect(await stage.calls("addSecret")).toHaveLength(1);
  const waiting = await stage.rotation();
  expect(waiting).toMatchObject({ state: "creating", snapshotIds: [await oldOf(stage)], finding: null });
  expect(waiting.addRequestedAt).not.toBeNull();
  expect((await stage.events()).at(-1)?.detail).toMatchObject({ effect: "unknown" });
  expect(sentenceOf(await add(stage))).toContain("Press Find out what happened first");
  expect((await look(stage)).ok).toBe(true);
  const [, added] = await stage.atAdobe();
  expect(await stage.rotation()).toMatchObject({
    state: "creating",
    finding: { kind: "one_new", adobeSecretIds: [added?.uuid] },
  });
  expect(sentenceOf(await add(stage))).toContain("Press Find out what happened first");
  expect(await stage.calls("addSecret")).toHaveLength(1);
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("a request that never arrived may be sent again, once that is found out", async () => {
  const stage = await makePlanned();
  await stage.control.setFaults(stage.clientId, { kind: "reset", call: "addSecret", count: 1 });
  expect(await add(stage)).toMatchObject({ failure: { adobe: { code: "connection_reset" } } });
  expect((await stage.rotation()).state).toBe("creating");
  expect((await look(stage)).ok).toBe(true);
  expect(await stage.rotation()).toMatchObject({
    state: "planned",
    snapshotIds: [],
    addRequestedAt: null,
    finding: { kind: "nothing_new", adobeSecretIds: [] },
  });
  expect((await add(stage)).ok).toBe(true);
  expect(await stage.rotation()).toMatchObject({ state: "created", finding: null });
  expect(await stage.atAdobe()).toHaveLength(2);
});

test("a refusal is Adobe's word that nothing was made, and the step stays open", async () => {
  const stage = await makePlanned();
  await stage.control.putClient(stage.clientId, { migrationStatus: "STARTED" });
  expect(await add(stage)).toMatchObject({ failure: { adobe: { code: "migration_in_progress" } } });
  expect(await stage.rotation()).toMatchObject({
    state: "planned",
    lastFailureCode: "migration_in_progress",
  });
  expect((await stage.events()).at(-1)?.detail).toMatchObject({ effect: "none" });
  await stage.control.putClient(stage.clientId, { migrationStatus: "COMPLETED" });
  expect((await add(stage)).ok).toBe(true);
  expect((await stage.rotation()).lastFailureCode).toBeNull();
});

test("a secret that somebody adds between our list and our request is left alone", async () => {
  const stage = await makePlanned();
  const foreignChange = { kind: "addForeignSecret" } as const;
  await stage.control.setFaults(stage.clientId, {
    kind: "foreignChange",
    call: "addSecret",
    count: 1,
    foreignChange,
  });
  expect(await add(stage)).toMatchObject({ failure: { adobe: { code: "secret_limit_reached" } } });
  expect((await stage.rotation()).state).toBe("planned");
  expect(await stage.atAdobe()).toHaveLength(2);
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("a new secret that somebody has used is not taken for ours", async () => {
  const stage = await makePlanned();
  await stage.control.setFaults(stage.clientId, { kind: "reset", call: "addSecret", count: 1 });
  await add(stage);
  const foreign = await stage.control.addSecret(stage.clientId, { lastUsedAtMs: Date.now() });
  await must(look(stage));
  expect(await stage.rotation()).toMatchObject({
    state: "creating",
    finding: { kind: "unclear", adobeSecretIds: [foreign.uuid] },
  });
});

test("a stored secret that Adobe no longer lists is found anew before anything is added", async () => {
  const stage = await makePlanned();
  const { control, clientId, context, credentialId } = stage;
  const oldId = await oldOf(stage);
  await control.addSecret(clientId);
  await control.removeSecret(clientId, oldId);
  expect(sentenceOf(await add(stage))).toContain("no longer lists the stored secret");
  expect(await stage.rotation()).toMatchObject({ state: "binding", finding: { kind: "not_bound" } });
  expect(await look(stage)).toMatchObject({ failure: { adobe: { code: "client_secret_refused" } } });
  expect((await stage.rotation()).state).toBe("binding");
  expect((await cancelRotation(context, { credentialId })).ok).toBe(true);
  expect(await stage.calls("addSecret", "deleteSecret")).toEqual([]);
});

test("an answer that comes when somebody else has taken over changes nothing but the log", async () => {
  const stage = await makePlanned();
  const { control, clientId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "addSecret", count: 1 });
  const adding = add(stage);
  await control.waitForHeld(1, clientId);
  await stage.loseLease();
  expect((await look(stage)).ok).toBe(true);
  await control.release(clientId);
  expect(sentenceOf(await adding)).toContain("its value was not stored");
  expect(await stage.rotation()).toMatchObject({ state: "creating", finding: { kind: "one_new" } });
  expect(await stage.stored()).toHaveLength(1);
  expect((await stage.story()).at(-1)).toBe("secret.added succeeded");
});

test("when the intent cannot be written, nothing is sent", async () => {
  const stage = await makePlanned();
  const before = (await stage.calls()).length;
  const restore = await breakAudit("secret.add_requested");
  await expect(add(stage)).rejects.toThrow();
  await restore();
  expect(await stage.calls()).toHaveLength(before);
  expect((await stage.rotation()).state).toBe("planned");
  expect((await add(stage)).ok).toBe(true);
});

test("a database that refuses for a moment does not cost the secret", async () => {
  const stage = await makePlanned();
  const restore = await breakAudit("secret.added");
  const { control, clientId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "addSecret", count: 1 });
  const adding = add(stage);
  await control.waitForHeld(1, clientId);
  await control.release(clientId);
  await restore({ afterRefusals: 1 });
  expect((await adding).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("created");
  expect(await stage.calls("addSecret")).toHaveLength(1);
});

test("somebody else's rotation is not found", async () => {
  const stage = await makePlanned();
  const foreign = await makeActContext();
  const { credentialId } = stage;
  const before = (await stage.calls()).length;
  expect(sentenceOf(await addSecretAtAdobe(foreign, { credentialId }))).toBe("not_found");
  expect(sentenceOf(await findOut(foreign, { credentialId }))).toBe("not_found");
  expect(sentenceOf(await cancelRotation(foreign, { credentialId }))).toBe("not_found");
  expect(await stage.calls()).toHaveLength(before);
});

/** Makes the insert of one kind of event fail. @returns what repairs it, if asked after so many refusals. */
async function breakAudit(action: string) {
  const owner = await connectAs("owner");
  await owner.query(`CREATE SEQUENCE refusals; GRANT USAGE ON SEQUENCE refusals TO PUBLIC`);
  await owner.query(`CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW."action" = '${action}' THEN PERFORM nextval('refusals'); RAISE EXCEPTION 'refused'; END IF;
    RETURN NEW; END $$`);
  await owner.query(
    `CREATE TRIGGER refuse_event BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION refuse_event()`,
  );
  return async ({ afterRefusals }: { readonly afterRefusals: number } = { afterRefusals: 0 }) => {
    await expect
      .poll(async () => {
        const { rows } = await owner.query(`SELECT is_called, last_value::int AS count FROM refusals`);
        return rows[0].is_called ? rows[0].count : 0;
      })
      .toBeGreaterThanOrEqual(afterRefusals);
    await owner.query(`DROP TRIGGER refuse_event ON "AuditEvent"`);
    await owner.query(`DROP FUNCTION refuse_event()`);
    await owner.query(`DROP SEQUENCE refusals`);
  };
}
