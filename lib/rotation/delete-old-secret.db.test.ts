import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { permissionOf, roles } from "@/lib/auth/permissions";
import { addConsumer } from "@/lib/consumers/add-consumer";
import { describeConsumer } from "@/lib/consumers/consumer.fixture";
import { listConsumers } from "@/lib/consumers/list-consumers";
import { getDb } from "@/lib/db/client";
import { newSecretGrantId } from "@/lib/ids";
import { forgetConsoleToken } from "@/lib/rotation/console/console-tokens";
import { testToken } from "@/lib/tokens/test-token";
import { confirmConsumer } from "./acknowledge-consumer";
import { cancelRotation } from "./cancel-rotation";
import { checkLastUse } from "./check-last-use";
import { deleteNowAnyway, deleteNowAnywayInput, deleteOldSecret } from "./delete-old-secret";
import { invalidateKnownTokens } from "./invalidate-tokens";
import { openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import {
  goToCreated,
  goToPromoted,
  letHoursPass,
  must,
  quietSecret,
  secretsOf,
  useElsewhere,
} from "./rotation-steps.fixture";
import { startEmergencyRotation, startRotationInput } from "./start-rotation";

const sandbox = openSandbox();

const makeStage = () => sandbox.stage({ client: { secrets: [quietSecret()] } });

async function makePromoted(): Promise<Stage> {
  const stage = await makeStage();
  await goToPromoted(stage);
  return stage;
}

async function addOneConsumer({ context, credentialId }: Stage): Promise<string> {
  const consumer = { system: "Shop", owner: "Ines", location: "Vault path shop/ims" };
  await must(addConsumer(context, describeConsumer(credentialId, consumer)));
  const [added] = await listConsumers(context.viewer.organizationId, credentialId);
  return added?.id ?? "";
}

const deleteOld = (stage: Stage) =>
  deleteOldSecret(stage.context, { credentialId: stage.credentialId, confirmation: stage.name });

const tryToDelete = async (stage: Stage) => sentenceOf(await deleteOld(stage));

async function expectUntouched(stage: Stage): Promise<void> {
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect(await stage.atAdobe()).toHaveLength(2);
  expect((await stage.rotation()).state).toBe("promoted");
}

test("a check of the last use asks for no token, and leaves what Adobe said in the log", async () => {
  const stage = await makePromoted();
  // With the old secret's token dead, only the new one's can carry the question.
  await must(invalidateKnownTokens(stage.context, stage));
  const tokens = (await stage.calls("token")).length;
  const lists = (await stage.calls("listSecrets")).length;
  await must(checkLastUse(stage.context, stage));
  expect(await stage.calls("token")).toHaveLength(tokens);
  expect(await stage.calls("listSecrets")).toHaveLength(lists + 1);
  expect((await stage.story()).slice(-2)).toEqual([
    "secret.use_check_requested requested",
    "secret.use_checked succeeded",
  ]);
  expect((await stage.events()).at(-1)?.detail.uses).toHaveLength(2);
});

test("the old secret goes once it was checked and quiet, by a token of the new one, and its value goes here", async () => {
  const stage = await makePromoted();
  const { old } = await secretsOf(stage);
  expect(await tryToDelete(stage)).toContain("has not been checked since the promotion");
  await must(checkLastUse(stage.context, stage));
  await must(invalidateKnownTokens(stage.context, stage));
  const tokens = (await stage.calls("token")).length;
  await must(deleteOld(stage));
  expect(await stage.calls("token")).toHaveLength(tokens);
  expect((await stage.atAdobe()).map(({ uuid }) => uuid)).not.toContain(old?.uuid);
  expect(await stage.stored()).toMatchObject([
    { state: "deleted", sealed: null, deletedAt: expect.any(Date) },
    { state: "current" },
  ]);
  expect((await stage.rotation()).state).toBe("done");
  expect((await stage.story()).slice(-3)).toEqual([
    "secret.delete_requested requested",
    "secret.deleted succeeded",
    "rotation.finished succeeded",
  ]);
  await must(testToken(stage.context, stage));
});

test("a use of the old secret within a day keeps it, and the sentence says when it was", async () => {
  const stage = await makePromoted();
  const { old } = await secretsOf(stage);
  expect(await useElsewhere(stage, old?.value ?? "")).toBe(true);
  await must(checkLastUse(stage.context, stage));
  const usedAt = new Date((await secretsOf(stage)).old?.lastUsedAtMs ?? 0).toISOString();
  expect(await tryToDelete(stage)).toContain(`it was used at ${usedAt.slice(0, 16).replace("T", " ")} UTC`);
  await expectUntouched(stage);
});

test("every consumer has to be ticked and somebody else has to have used the new secret; our own use is none", async () => {
  const stage = await makePromoted();
  const { context, credentialId } = stage;
  const consumerId = await addOneConsumer(stage);
  await must(testToken(context, stage));
  await must(checkLastUse(context, stage));
  const locked = await tryToDelete(stage);
  expect(locked).toContain("not every consumer is ticked");
  expect(locked).toContain("nobody but Latchkey has used the new secret");
  await must(confirmConsumer(context, { credentialId, consumerId }));
  expect(await tryToDelete(stage)).toBe(
    "The old secret was not deleted and still works: nobody but Latchkey has used the new secret since the promotion.",
  );
  await expectUntouched(stage);
});

test("a use of the new secret by somebody else unlocks", async () => {
  const stage = await makePromoted();
  const { context, credentialId } = stage;
  const consumerId = await addOneConsumer(stage);
  await must(confirmConsumer(context, { credentialId, consumerId }));
  await useElsewhere(stage, (await secretsOf(stage)).fresh?.value ?? "");
  await must(checkLastUse(context, stage));
  await must(deleteOld(stage));
  expect((await stage.rotation()).state).toBe("done");
});

test("a use between the check and the deletion is seen, and nothing is deleted", async () => {
  const stage = await makePromoted();
  await must(checkLastUse(stage.context, stage));
  await useElsewhere(stage, (await secretsOf(stage)).old?.value ?? "");
  expect(await tryToDelete(stage)).toContain("it was used at");
  await expectUntouched(stage);
  expect((await stage.story()).slice(-2)).toEqual([
    "secret.delete_requested requested",
    "secret.deleted failed",
  ]);
});

test("a use that an earlier rotation has seen goes on counting when ours have covered it since", async () => {
  const stage = await sandbox.stage({ client: { secrets: [quietSecret()] } });
  const { context, credentialId } = stage;
  await goToPromoted(stage);
  const { old, fresh } = await secretsOf(stage);
  await useElsewhere(stage, old?.value ?? "");
  await must(checkLastUse(context, stage));
  await letHoursPass(stage, 1);
  await must(cancelRotation(context, { credentialId }));
  await stage.control.removeSecret(stage.clientId, fresh?.uuid ?? "");
  // As after a restart: the next rotation begins with a token, and that covers the use.
  forgetConsoleToken((await stage.rotation()).oldSecretId);
  await goToPromoted(stage);
  await must(checkLastUse(context, stage));
  expect(await tryToDelete(stage)).toContain("it was used at");
  await expectUntouched(stage);
});

test("a use while a slow request of ours was out is nobody else's use of the new secret", async () => {
  const stage = await makePromoted();
  const { context, credentialId } = stage;
  await must(confirmConsumer(context, { credentialId, consumerId: await addOneConsumer(stage) }));
  const { organizationId } = context.viewer;
  const sentAt = new Date(Date.now() - 60_000);
  const answeredAt = new Date(sentAt.getTime() + 10_000);
  const clientSecretId = (await stage.rotation()).newSecretId ?? "";
  await getDb().secretGrant.create({
    data: { id: newSecretGrantId(), organizationId, clientSecretId, sentAt, answeredAt },
  });
  const { fresh } = await secretsOf(stage);
  const lastUsedAtMs = sentAt.getTime() + 5_000;
  await stage.control.setSecretTimes(stage.clientId, fresh?.uuid ?? "", { lastUsedAtMs });
  await must(checkLastUse(context, stage));
  expect(await tryToDelete(stage)).toContain("nobody but Latchkey has used the new secret");
  await expectUntouched(stage);
});

test("when somebody took the new secret away, the old one is kept while it works; when both are gone it is over", async () => {
  const stage = await makePromoted();
  const { control, clientId, context, credentialId } = stage;
  const { old, fresh } = await secretsOf(stage);
  await must(checkLastUse(context, { credentialId }));
  await control.removeSecret(clientId, fresh?.uuid ?? "");
  forgetConsoleToken((await stage.rotation()).newSecretId ?? "");
  expect(await tryToDelete(stage)).toContain("Adobe refuses the new secret");
  expect((await stage.rotation()).state).toBe("promoted");
  await control.addSecret(clientId);
  await control.removeSecret(clientId, old?.uuid ?? "");
  expect(await tryToDelete(stage)).toContain("the rotation is over");
  expect((await stage.rotation()).state).toBe("done");
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("deleting asks for the credential's name as it stands", async () => {
  const stage = await makePromoted();
  await must(checkLastUse(stage.context, stage));
  const input = { credentialId: stage.credentialId, confirmation: stage.name.toLowerCase() };
  expect(await deleteOldSecret(stage.context, input)).toMatchObject({
    failure: { kind: "invalid_input", fields: { confirmation: expect.stringContaining(stage.name) } },
  });
  expect(await deleteNowAnyway(stage.context, { ...input, reason: "Leaked" })).toMatchObject({
    failure: { kind: "invalid_input" },
  });
  await expectUntouched(stage);
});

test("delete now anyway is for an owner who has stepped up and gives a reason, which is kept", async () => {
  const grants = roles.map((role) => permissionOf(role, "rotation.delete_anyway"));
  expect(grants).toEqual(["step_up", "no", "no", "no"]);
  const stage = await makePromoted();
  const form = { credentialId: stage.credentialId, confirmation: stage.name };
  for (const reason of ["", "  ", "x".repeat(501)]) {
    expect(deleteNowAnywayInput.safeParse({ ...form, reason }).success).toBe(false);
  }
  await useElsewhere(stage, (await secretsOf(stage)).old?.value ?? "");
  await must(
    deleteNowAnyway(stage.context, deleteNowAnywayInput.parse({ ...form, reason: "It has leaked." })),
  );
  expect((await stage.rotation()).state).toBe("done");
  const asked = (await stage.events()).find(({ action }) => action === "secret.delete_requested");
  expect(asked?.detail.overrideReason).toBe("It has leaked.");
});

test("an emergency waits for no quiet time, and still for the check", async () => {
  const stage = await makePromoted();
  await must(
    startEmergencyRotation(stage.context, startRotationInput.parse({ credentialId: stage.credentialId })),
  );
  await useElsewhere(stage, (await secretsOf(stage)).old?.value ?? "");
  expect(await tryToDelete(stage)).toContain("has not been checked since the promotion");
  await must(checkLastUse(stage.context, stage));
  await must(deleteOld(stage));
  expect((await stage.rotation()).state).toBe("done");
});

test("before the promotion nothing is checked and nothing is deleted, with or without a reason", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  const form = { credentialId: stage.credentialId, confirmation: stage.name };
  expect(await tryToDelete(stage)).toContain("still the current one");
  expect(sentenceOf(await deleteNowAnyway(stage.context, { ...form, reason: "Now" }))).toContain(
    "current one",
  );
  expect(sentenceOf(await checkLastUse(stage.context, stage))).toContain("not promoted yet");
  expect(await stage.calls("deleteSecret")).toEqual([]);
});

test("pressed ten times at once, one request is sent, and the others are told who is at it", async () => {
  const stage = await makePromoted();
  await must(checkLastUse(stage.context, stage));
  const results = await Promise.all(Array.from({ length: 10 }, () => deleteOld(stage)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await stage.calls("deleteSecret")).toHaveLength(1);
  expect(await stage.atAdobe()).toHaveLength(1);
  const refusals = results.map(sentenceOf).filter((sentence) => sentence !== null);
  for (const refusal of refusals) {
    expect(refusal).toMatch(/is working on this rotation at this moment|No rotation of this credential/);
  }
});

test("ten checks at once keep to one at a time", async () => {
  const stage = await makePromoted();
  const before = (await stage.calls("listSecrets")).length;
  const results = await Promise.all(
    Array.from({ length: 10 }, () => checkLastUse(stage.context, { credentialId: stage.credentialId })),
  );
  const done = results.filter(({ ok }) => ok).length;
  expect(done).toBeGreaterThan(0);
  expect(await stage.calls("listSecrets")).toHaveLength(before + done);
});

test("somebody of another organization finds nothing to check or delete", async () => {
  const stage = await makePromoted();
  const stranger = await makeActContext();
  const form = { credentialId: stage.credentialId, confirmation: stage.name };
  const attempts = [
    await checkLastUse(stranger, stage),
    await deleteOldSecret(stranger, form),
    await deleteNowAnyway(stranger, { ...form, reason: "Mine now" }),
    await invalidateKnownTokens(stranger, stage),
  ];
  for (const attempt of attempts) expect(attempt).toMatchObject({ failure: { kind: "not_found" } });
  await expectUntouched(stage);
});
