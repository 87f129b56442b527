import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import { getDb } from "@/lib/db/client";
import { addSecretAtAdobe } from "./add-secret";
import { adoptSecret, adoptSecretInput } from "./adopt-secret";
import { cancelRotation } from "./cancel-rotation";
import { deleteUnknownSecret } from "./delete-unknown-secret";
import { findOut } from "./find-out";
import { openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { must } from "./rotation-steps.fixture";
import { startRotation, startRotationInput } from "./start-rotation";

const { stage: makeStage } = openSandbox();

/** The answer to the addition is lost after it was carried out, and Find out what happened was pressed. */
async function makeFound(): Promise<Stage> {
  const stage = await makeStage();
  const { context, credentialId, control, clientId } = stage;
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  await control.setFaults(clientId, { kind: "reset", at: "response", call: "addSecret", count: 1 });
  await addSecretAtAdobe(context, { credentialId });
  await must(findOut(context, { credentialId }));
  return stage;
}

function adopt({ context, credentialId }: Stage, clientSecret: string) {
  return adoptSecret(context, adoptSecretInput.parse({ credentialId, clientSecret }));
}

function remove({ context, credentialId, name }: Stage, adobeSecretId: string, confirmation = name) {
  return deleteUnknownSecret(context, { credentialId, adobeSecretId, confirmation });
}

const complaintOf = async (asked: ReturnType<typeof adopt>) => {
  const result = await asked;
  return !result.ok && result.failure.kind === "invalid_input" ? result.failure.fields.clientSecret : "";
};

test("the value from the Developer Console is adopted once its use moves the secret that was found", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  expect((await adopt(stage, `${found?.value}\n`)).ok).toBe(true);
  const [, pending] = await stage.stored();
  expect(pending).toMatchObject({ state: "pending", adobeSecretId: found?.uuid });
  const { organizationId } = stage.context.viewer;
  const row = { id: pending?.id ?? "", sealed: pending?.sealed ?? "" };
  const opened = await openClientSecret(organizationId, row);
  expect(opened.ok && opened.value.reveal()).toBe(found?.value);
  expect(await stage.rotation()).toMatchObject({
    state: "created",
    newSecretId: pending?.id,
    finding: null,
    addRequestedAt: null,
  });
  expect((await stage.story()).slice(-2)).toEqual([
    "secret.adopt_requested requested",
    "secret.adopted succeeded",
  ]);
  const uses = await getDb().secretUsage.findMany({ where: { secretKey: found?.uuid ?? "" } });
  expect(uses.filter(({ lastUsedAt }) => lastUsedAt !== null).every(({ isOurs }) => isOurs)).toBe(true);
  expect((await adopt(stage, found?.value ?? "")).ok).toBe(true);
  expect(await stage.calls("addSecret")).toHaveLength(1);
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("ten pastes at once adopt one secret", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  const results = await Promise.all(Array.from({ length: 10 }, () => adopt(stage, found?.value ?? "")));
  expect(results.some(({ ok }) => ok)).toBe(true);
  expect(await stage.stored()).toHaveLength(2);
  expect((await stage.story()).filter((line) => line === "secret.adopted succeeded")).toHaveLength(1);
});

test("a value that is not the found secret's is refused with its reason, and nothing is lost", async () => {
  const stage = await makeFound();
  const [old, found] = await stage.atAdobe();
  const other = await makeStage({ context: stage.context });
  const [theirs] = await other.atAdobe();
  expect(await complaintOf(adopt(stage, old?.value ?? ""))).toContain("stored already");
  expect(await complaintOf(adopt(stage, theirs?.value ?? ""))).toContain(other.name);
  expect(await complaintOf(adopt(stage, crypto.randomUUID()))).toContain("did not accept");
  expect(await stage.rotation()).toMatchObject({
    state: "creating",
    finding: { kind: "one_new", adobeSecretIds: [found?.uuid] },
  });
  expect(await stage.stored()).toHaveLength(1);
  expect((await adopt(stage, found?.value ?? "")).ok).toBe(true);
});

test("a secret that was found and has gone meanwhile is not adopted", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  await stage.control.removeSecret(stage.clientId, found?.uuid ?? "");
  const replacement = await stage.control.addSecret(stage.clientId);
  expect(sentenceOf(await adopt(stage, replacement.value))).toContain("no longer lists the secret");
  expect((await stage.rotation()).state).toBe("creating");
});

test("the one new secret is deleted at a person's word, and the addition may be tried again", async () => {
  const stage = await makeFound();
  const [old, found] = await stage.atAdobe();
  const before = (await stage.events()).length;
  expect((await remove(stage, found?.uuid ?? "")).ok).toBe(true);
  expect((await stage.atAdobe()).map(({ uuid }) => uuid)).toEqual([old?.uuid]);
  expect(await stage.rotation()).toMatchObject({
    state: "planned",
    removingId: null,
    finding: null,
    snapshotIds: [],
    addRequestedAt: null,
  });
  const [intent, outcome] = (await stage.events()).slice(before);
  const [call] = await stage.calls("deleteSecret");
  expect([intent?.action, outcome?.action]).toEqual(["secret.delete_requested", "secret.deleted"]);
  expect(outcome?.detail).toMatchObject({ purpose: "unknown", effect: "made", adobeSecretId: found?.uuid });
  expect(Date.parse(call?.at ?? "")).toBeGreaterThanOrEqual(intent?.occurredAt.getTime() ?? Number.NaN);
  expect(Date.parse(call?.at ?? "")).toBeLessThanOrEqual(outcome?.occurredAt.getTime() ?? Number.NaN);
  const { context, credentialId } = stage;
  await must(addSecretAtAdobe(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("created");
});

test("ten presses at once delete one secret, and never the one in use", async () => {
  const stage = await makeFound();
  const [old, found] = await stage.atAdobe();
  const results = await Promise.all(Array.from({ length: 10 }, () => remove(stage, found?.uuid ?? "")));
  expect(results.some(({ ok }) => ok)).toBe(true);
  expect((await stage.atAdobe()).map(({ uuid }) => uuid)).toEqual([old?.uuid]);
  expect((await stage.rotation()).state).toBe("planned");
});

test("the secret in use, a secret nobody has seen, and a mistyped name delete nothing", async () => {
  const stage = await makeFound();
  const [old, found] = await stage.atAdobe();
  expect(sentenceOf(await remove(stage, found?.uuid ?? "", "something else"))).toBe("invalid_input");
  expect(sentenceOf(await remove(stage, old?.uuid ?? ""))).not.toBeNull();
  expect(sentenceOf(await remove(stage, "0".repeat(32)))).not.toBeNull();
  expect((await stage.rotation()).state).toBe("creating");
  await stage.control.removeSecret(stage.clientId, old?.uuid ?? "");
  expect(await remove(stage, found?.uuid ?? "")).toMatchObject({
    failure: { adobe: { code: "client_secret_refused" } },
  });
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect(await stage.atAdobe()).toHaveLength(1);
});

test("of two taken slots a person frees the one that is not in use", async () => {
  const stage = await makeStage();
  const { context, credentialId } = stage;
  const foreign = await stage.control.addSecret(stage.clientId);
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  const [old] = await stage.atAdobe();
  expect(sentenceOf(await addSecretAtAdobe(context, { credentialId }))).toContain("Both slots");
  expect(sentenceOf(await remove(stage, old?.uuid ?? ""))).toContain("in use");
  expect((await remove(stage, foreign.uuid)).ok).toBe(true);
  expect((await remove(stage, foreign.uuid)).ok).toBe(true);
  expect(await stage.calls("deleteSecret")).toHaveLength(1);
  await must(addSecretAtAdobe(context, { credentialId }));
});

test("a secret that a person took for another one is not deleted: its use tells", async () => {
  const stage = await makeStage();
  const { context, credentialId, control, clientId } = stage;
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  const other = await control.addSecret(clientId);
  const [ours] = await stage.atAdobe();
  const [old] = await stage.stored();
  await getDb().clientSecret.updateMany({
    where: { id: old?.id ?? "" },
    data: { adobeSecretId: other.uuid },
  });
  expect(sentenceOf(await remove(stage, ours?.uuid ?? ""))).toContain("in use");
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect((await remove(stage, other.uuid)).ok).toBe(true);
  expect((await stage.atAdobe()).map(({ uuid }) => uuid)).toEqual([ours?.uuid]);
});

test("one use by somebody else does not keep us from telling which secret is in use", async () => {
  const stage = await makeFound();
  const [old, found] = await stage.atAdobe();
  const { control, clientId } = stage;
  await control.setFaults(clientId, {
    kind: "holdUntilReleased",
    at: "request",
    call: "listSecrets",
    count: 2,
  });
  const removing = remove(stage, found?.uuid ?? "");
  await control.waitForHeld(1, clientId);
  await control.release(clientId);
  await control.waitForHeld(1, clientId);
  await control.setSecretTimes(clientId, found?.uuid ?? "", { lastUsedAtMs: Date.now() });
  await control.release(clientId);
  expect((await removing).ok).toBe(true);
  expect((await stage.atAdobe()).map(({ uuid }) => uuid)).toEqual([old?.uuid]);
});

test("a deletion whose answers are lost waits for a person, and is found out to be done", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "reset", at: "response", call: "deleteSecret" });
  expect(await remove(stage, found?.uuid ?? "")).toMatchObject({ failure: { kind: "adobe" } });
  expect(await stage.rotation()).toMatchObject({ state: "removing", removingId: found?.uuid });
  expect((await stage.events()).at(-1)).toMatchObject({ outcome: "failed", detail: { effect: "unknown" } });
  expect((await findOut(context, { credentialId })).ok).toBe(true);
  expect(await stage.rotation()).toMatchObject({ state: "planned", removingId: null, addRequestedAt: null });
});

test("a secret that somebody else deletes meanwhile counts as deleted only once a list shows it", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  await stage.control.setFaults(stage.clientId, {
    kind: "foreignChange",
    foreignChange: { kind: "removeForeignSecret", which: "newest" },
    call: "deleteSecret",
    count: 1,
  });
  const lists = (await stage.calls("listSecrets")).length;
  expect((await remove(stage, found?.uuid ?? "")).ok).toBe(true);
  expect(await stage.calls("listSecrets")).toHaveLength(lists + 3);
  expect((await stage.rotation()).state).toBe("planned");
});

test("a process that dies while it deletes leaves what finding out puts right", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "deleteSecret", count: 1 });
  const removing = remove(stage, found?.uuid ?? "");
  await control.waitForHeld(1, clientId);
  await stage.loseLease();
  expect(await stage.rotation()).toMatchObject({ state: "removing", removingId: found?.uuid });
  expect(sentenceOf(await addSecretAtAdobe(context, { credentialId }))).toContain("Find out what happened");
  await must(findOut(context, { credentialId }));
  expect(await stage.rotation()).toMatchObject({ state: "planned", removingId: null });
  await control.release(clientId);
  expect((await removing).ok).toBe(false);
  expect((await stage.rotation()).state).toBe("planned");
});

test("a deletion that was not carried out yet goes back to where it came from, and may still land", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", at: "request", call: "deleteSecret" });
  const removing = remove(stage, found?.uuid ?? "");
  await control.waitForHeld(1, clientId);
  await stage.loseLease();
  await must(findOut(context, { credentialId }));
  expect(await stage.rotation()).toMatchObject({ state: "creating", finding: { kind: "one_new" } });
  expect(sentenceOf(await adopt(stage, found?.value ?? ""))).toContain("may still be carried out");
  await control.clearFaults(clientId);
  await control.release(clientId);
  expect((await removing).ok).toBe(false);
  expect(await stage.stored()).toHaveLength(1);
});

test("giving up names what stays at Adobe, and touches nothing there", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  const { context, credentialId } = stage;
  expect((await cancelRotation(context, { credentialId })).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("cancelled");
  expect((await stage.events()).at(-1)?.detail).toMatchObject({ leftAtAdobe: [found?.uuid] });
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect((await stage.stored()).map(({ state }) => state)).toEqual(["current"]);
});

test("somebody else's rotation is not found by pasting or deleting", async () => {
  const stage = await makeFound();
  const [, found] = await stage.atAdobe();
  const foreign = { ...stage, context: await makeActContext() };
  expect(sentenceOf(await adopt(foreign, found?.value ?? ""))).toBe("not_found");
  expect(sentenceOf(await remove(foreign, found?.uuid ?? ""))).toBe("not_found");
  expect(await stage.atAdobe()).toHaveLength(2);
});
