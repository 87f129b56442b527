import { expect, test } from "vitest";
import { getDb } from "@/lib/db/client";
import { forgetConsoleToken } from "@/lib/rotation/console/console-tokens";
import { addSecretAtAdobe } from "./add-secret";
import { cancelRotation, cancelRotationInput } from "./cancel-rotation";
import { findOut } from "./find-out";
import { promoteSecret } from "./promote-secret";
import { openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { goToCreated, goToPasted, goToPromoted, must, secretsOf, verifyNow } from "./rotation-steps.fixture";
import { startRotation, startRotationInput } from "./start-rotation";

const { stage: makeStage } = openSandbox();

function cancel({ context, credentialId }: Stage, accept?: "on") {
  return cancelRotation(context, cancelRotationInput.parse({ credentialId, accept }));
}

async function makeCreated(): Promise<Stage> {
  const stage = await makeStage();
  await goToCreated(stage);
  return stage;
}

const statesOf = async (stage: Stage) => (await stage.stored()).map(({ state }) => state);

test("before anything was added, cancelling ends the rotation and nothing else", async () => {
  const stage = await makeStage();
  const { context, credentialId } = stage;
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  const before = (await stage.calls()).length;
  expect((await cancel(stage)).ok).toBe(true);
  expect(await stage.calls()).toHaveLength(before);
  expect((await stage.rotation()).state).toBe("cancelled");
  expect((await stage.events()).at(-1)).toMatchObject({
    action: "rotation.cancelled",
    detail: { leftAtAdobe: [] },
  });
  expect((await startRotation(context, startRotationInput.parse({ credentialId }))).ok).toBe(true);
});

test.each(["created", "verified"] as const)(
  "a %s secret is deleted with a token of the old one, once that works and a list shows both",
  async (state) => {
    const stage = await makeCreated();
    if (state === "verified") await verifyNow(stage);
    const { old, fresh } = await secretsOf(stage);
    const calls = (await stage.calls()).length;
    const events = (await stage.events()).length;
    expect((await cancel(stage)).ok).toBe(true);
    expect((await stage.atAdobe()).map(({ uuid }) => uuid)).toEqual([old?.uuid]);
    expect((await stage.calls()).slice(calls).map(({ kind }) => kind)).toEqual([
      "token",
      "listSecrets",
      "deleteSecret",
    ]);
    expect((await stage.events()).slice(events)).toMatchObject([
      { action: "secret.delete_requested", detail: { purpose: "new", adobeSecretId: fresh?.uuid } },
      { action: "secret.deleted", detail: { purpose: "new", effect: "made" } },
      { action: "rotation.cancelled", detail: { leftAtAdobe: [] } },
    ]);
    expect(await statesOf(stage)).toEqual(["current", "deleted"]);
    expect((await stage.stored())[1]?.sealed).toBeNull();
    expect(await stage.rotation()).toMatchObject({ state: "cancelled", lastFailureCode: null });
  },
);

test("ten presses at once delete the new secret once", async () => {
  const stage = await makeCreated();
  const results = await Promise.all(Array.from({ length: 10 }, () => cancel(stage)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await stage.calls("deleteSecret")).toHaveLength(1);
  expect((await stage.story()).filter((line) => line.startsWith("rotation.cancelled"))).toHaveLength(1);
});

test("a new secret that somebody uses already is deleted only when that is accepted", async () => {
  const stage = await makeCreated();
  const { fresh } = await secretsOf(stage);
  const usedAt = Date.parse("2026-01-02T03:04:05Z");
  await stage.control.setSecretTimes(stage.clientId, fresh?.uuid ?? "", { lastUsedAtMs: usedAt });
  expect(sentenceOf(await cancel(stage))).toContain("2026-01-02 03:04 UTC");
  expect((await stage.rotation()).state).toBe("created");
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect((await stage.story()).at(-1)).toBe("secret.deleted failed");
  expect((await cancel(stage, "on")).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("cancelled");
});

test("the new secret stays when it is the only one that Adobe still lists", async () => {
  const stage = await makeCreated();
  const { old } = await secretsOf(stage);
  await stage.control.removeSecret(stage.clientId, old?.uuid ?? "");
  expect(sentenceOf(await cancel(stage))).toContain("may be the only one that works");
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect((await stage.rotation()).state).toBe("created");
});

test("the new secret stays when the old one is listed under an id that is not its own", async () => {
  const stage = await makeCreated();
  const { old } = await secretsOf(stage);
  const { control, clientId, credentialId } = stage;
  await control.removeSecret(clientId, old?.uuid ?? "");
  const foreign = await control.addSecret(clientId);
  const { oldSecretId } = await stage.rotation();
  await getDb().clientSecret.updateMany({
    where: { credentialId, id: oldSecretId },
    data: { adobeSecretId: foreign.uuid },
  });
  expect(sentenceOf(await cancel(stage))).toContain("may be the only one that works");
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("a new secret that is gone at Adobe already needs no request", async () => {
  const stage = await makeCreated();
  const { fresh } = await secretsOf(stage);
  await stage.control.removeSecret(stage.clientId, fresh?.uuid ?? "");
  expect((await cancel(stage)).ok).toBe(true);
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect(await statesOf(stage)).toEqual(["current", "deleted"]);
});

test("a deletion that Adobe refuses leaves the rotation where it was", async () => {
  const stage = await makeCreated();
  await stage.control.putClient(stage.clientId, { migrationStatus: "STARTED" });
  expect(await cancel(stage)).toMatchObject({ failure: { adobe: { code: "migration_in_progress" } } });
  expect(await stage.rotation()).toMatchObject({
    state: "created",
    lastFailureCode: "migration_in_progress",
  });
  expect(await statesOf(stage)).toEqual(["current", "pending"]);
});

test("a list that fails leaves the rotation where it was", async () => {
  const stage = await makeCreated();
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 500, call: "listSecrets" });
  expect(await cancel(stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect((await stage.rotation()).state).toBe("created");
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("a deletion whose answers are lost is found out to be done, and then the rotation is over", async () => {
  const stage = await makeCreated();
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "reset", at: "response", call: "deleteSecret" });
  expect((await cancel(stage)).ok).toBe(false);
  expect((await stage.rotation()).state).toBe("cancelling");
  await must(findOut(context, { credentialId }));
  expect(await stage.rotation()).toMatchObject({ state: "cancelled", removingId: null });
  expect((await stage.story()).slice(-2)).toEqual([
    "rotation.found_out succeeded",
    "rotation.cancelled succeeded",
  ]);
  expect(await statesOf(stage)).toEqual(["current", "deleted"]);
});

test("a deletion that was never carried out is found out, and the new secret is where it was", async () => {
  const stage = await makeCreated();
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "reset", call: "deleteSecret" });
  expect((await cancel(stage)).ok).toBe(false);
  await must(findOut(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("created");
  expect(await statesOf(stage)).toEqual(["current", "pending"]);
  await control.clearFaults(clientId);
  expect((await cancel(stage)).ok).toBe(true);
});

test("a deletion that nobody can look after is given up, and what may stay is named", async () => {
  const stage = await makeCreated();
  const { old, fresh } = await secretsOf(stage);
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "reset", call: "deleteSecret" });
  expect((await cancel(stage)).ok).toBe(false);
  await control.setFaults(clientId, { kind: "serverError", status: 500, call: "listSecrets" });
  expect((await findOut(context, { credentialId })).ok).toBe(false);
  expect((await cancel(stage)).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("cancelled");
  expect((await stage.events()).at(-1)?.detail).toMatchObject({ leftAtAdobe: [fresh?.uuid] });
  expect(await statesOf(stage)).toEqual(["current", "deleted"]);
  expect((await stage.atAdobe()).map(({ uuid }) => uuid)).toContain(old?.uuid);
});

test("when the old secret was taken away meanwhile, the new one tells whether it is deleted", async () => {
  const stage = await makeCreated();
  const { old, fresh } = await secretsOf(stage);
  const { control, clientId, context, credentialId } = stage;
  await control.setFaults(clientId, { kind: "reset", call: "deleteSecret" });
  await cancel(stage);
  await control.clearFaults(clientId);
  await control.removeSecret(clientId, old?.uuid ?? "");
  const [stored] = await stage.stored();
  forgetConsoleToken(stored?.id ?? "");
  await must(findOut(context, { credentialId }));
  expect(await stage.rotation()).toMatchObject({ state: "created", removingId: fresh?.uuid });
  await getDb().rotation.updateMany({ where: { credentialId }, data: { state: "cancelling" } });
  await control.removeSecret(clientId, fresh?.uuid ?? "");
  await must(findOut(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("cancelled");
});

test("after promotion the old secret is put back, and the new one is kept as the previous", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  const { fresh } = await secretsOf(stage);
  const calls = (await stage.calls()).length;
  const results = await Promise.all(Array.from({ length: 10 }, () => cancel(stage)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await stage.calls()).slice(calls).map(({ kind }) => kind)).toEqual(["listSecrets"]);
  expect(await statesOf(stage)).toEqual(["current", "previous"]);
  expect((await stage.stored()).every(({ sealed }) => sealed !== null)).toBe(true);
  expect((await stage.events()).slice(-3)).toMatchObject([
    { action: "secret.put_back", outcome: "requested" },
    { action: "secret.put_back", outcome: "succeeded" },
    { action: "rotation.cancelled", detail: { leftAtAdobe: [fresh?.uuid] } },
  ]);
  expect(await stage.atAdobe()).toHaveLength(2);
});

test("an old secret that Adobe no longer lists is not put back", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  const { old } = await secretsOf(stage);
  await stage.control.removeSecret(stage.clientId, old?.uuid ?? "");
  expect(sentenceOf(await cancel(stage))).toContain("is gone at Adobe");
  expect((await stage.rotation()).state).toBe("promoted");
  expect(await statesOf(stage)).toEqual(["previous", "current"]);
});

test("a look that fails keeps nobody from going back", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 500, call: "listSecrets" });
  expect((await cancel(stage)).ok).toBe(true);
  expect(await statesOf(stage)).toEqual(["current", "previous"]);
});

test("an old secret whose deletion was ever sent proves that it works before it is put back", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  const { old } = await secretsOf(stage);
  const { control, clientId, credentialId } = stage;
  const remember = (minutesAgo: number) =>
    getDb().rotation.updateMany({
      where: { credentialId },
      data: { removingId: old?.uuid ?? "", lastActAt: new Date(Date.now() - minutesAgo * 60_000) },
    });
  await remember(1);
  expect(sentenceOf(await cancel(stage))).toContain("may still be carried out");
  await remember(11);
  await control.setFaults(clientId, { kind: "serverError", status: 500, call: "listSecrets" });
  const secrets = await control.listSecrets(clientId);
  await control.removeSecret(clientId, old?.uuid ?? "");
  expect(sentenceOf(await cancel(stage))).toContain("is gone at Adobe");
  await control.putClient(clientId, { secrets: secrets.map(({ uuid, value }) => ({ uuid, value })) });
  expect((await cancel(stage)).ok).toBe(true);
  expect(await statesOf(stage)).toEqual(["current", "previous"]);
});

test("once the old secret is being deleted there is no way back, and finding out tells where it stands", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  const { context, credentialId, control, clientId } = stage;
  const leave = () => getDb().rotation.updateMany({ where: { credentialId }, data: { state: "deleting" } });
  await leave();
  expect(sentenceOf(await cancel(stage))).toContain("cannot be put back");
  await must(findOut(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("promoted");
  const { old } = await secretsOf(stage);
  await leave();
  await control.removeSecret(clientId, old?.uuid ?? "");
  await must(findOut(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("done");
  expect((await stage.story()).slice(-2)).toEqual([
    "rotation.found_out succeeded",
    "rotation.finished succeeded",
  ]);
  expect(await statesOf(stage)).toEqual(["deleted", "current"]);
});

test("by hand, the old secret itself tells whether it is deleted", async () => {
  const stage = await makeStage();
  await goToPasted(stage);
  await verifyNow(stage);
  const { context, credentialId, control, clientId } = stage;
  await must(promoteSecret(context, { credentialId }));
  const leave = () => getDb().rotation.updateMany({ where: { credentialId }, data: { state: "deleting" } });
  await leave();
  await must(findOut(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("promoted");
  const [old] = await stage.atAdobe();
  await control.removeSecret(clientId, old?.uuid ?? "");
  await leave();
  await must(findOut(context, { credentialId }));
  expect((await stage.rotation()).state).toBe("done");
  expect(await stage.calls("listSecrets", "deleteSecret")).toEqual([]);
});

test("by hand, an old secret that Adobe refuses is not put back, and one that works is", async () => {
  const stage = await makeStage();
  await goToPasted(stage);
  await verifyNow(stage);
  const { context, credentialId, control, clientId } = stage;
  await must(promoteSecret(context, { credentialId }));
  const secrets = await stage.atAdobe();
  await control.removeSecret(clientId, secrets[0]?.uuid ?? "");
  expect(sentenceOf(await cancel(stage))).toContain("is gone at Adobe");
  expect((await stage.rotation()).state).toBe("promoted");
  await control.putClient(clientId, { secrets: secrets.map(({ uuid, value }) => ({ uuid, value })) });
  expect((await cancel(stage)).ok).toBe(true);
  expect(await statesOf(stage)).toEqual(["current", "previous"]);
  expect(await stage.calls("listSecrets")).toEqual([]);
});

test("when both secrets were taken away, the rotation can still be ended", async () => {
  const stage = await makeCreated();
  const { old, fresh } = await secretsOf(stage);
  const { control, clientId } = stage;
  await control.removeSecret(clientId, old?.uuid ?? "");
  expect(sentenceOf(await cancel(stage))).toContain("may be the only one that works");
  expect((await stage.rotation()).state).toBe("created");
  await control.removeSecret(clientId, fresh?.uuid ?? "");
  expect((await cancel(stage)).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("cancelled");
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("by hand the pasted secret is forgotten here and left at Adobe", async () => {
  const stage = await makeStage();
  await goToPasted(stage);
  const calls = (await stage.calls()).length;
  expect((await cancel(stage)).ok).toBe(true);
  expect(await stage.calls()).toHaveLength(calls);
  expect(await statesOf(stage)).toEqual(["current", "deleted"]);
  expect((await stage.rotation()).state).toBe("cancelled");
});

test("with the two slots left full by an earlier rotation, the next one says so and deletes nothing", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  await must(cancel(stage));
  const { context, credentialId } = stage;
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  expect(sentenceOf(await addSecretAtAdobe(context, { credentialId }))).toContain("Both slots");
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("going back that was overtaken is not in the log as if it had happened", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  const { control, clientId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "listSecrets", count: 1 });
  const cancelling = cancel(stage);
  await control.waitForHeld(1, clientId);
  await stage.loseLease();
  await control.release(clientId);
  expect(sentenceOf(await cancelling)).toContain("somebody else has gone on");
  expect(await stage.rotation()).toMatchObject({ state: "promoted" });
  expect((await stage.story()).at(-1)).toBe("secret.put_back failed");
});

test("a cancellation that was overtaken has an outcome in the log, also where nothing was left to delete", async () => {
  const stage = await makeCreated();
  const { control, clientId } = stage;
  const { fresh } = await secretsOf(stage);
  await control.removeSecret(clientId, fresh?.uuid ?? "");
  await control.setFaults(clientId, { kind: "holdUntilReleased", call: "listSecrets", count: 1 });
  const cancelling = cancel(stage);
  await control.waitForHeld(1, clientId);
  await stage.loseLease();
  await control.release(clientId);
  expect((await cancelling).ok).toBe(false);
  expect(await stage.rotation()).toMatchObject({ state: "created" });
  expect((await stage.story()).slice(-2)).toEqual([
    "secret.delete_requested requested",
    "secret.deleted failed",
  ]);
});
