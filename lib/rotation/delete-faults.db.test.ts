import { expect, test } from "vitest";
import { cancelRotation } from "./cancel-rotation";
import { checkLastUse } from "./check-last-use";
import { deleteNowAnyway, deleteOldSecret } from "./delete-old-secret";
import { findOut } from "./find-out";
import { promoteSecret } from "./promote-secret";
import { openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { goToPromoted, must, quietSecret, secretsOf } from "./rotation-steps.fixture";

const sandbox = openSandbox();

async function makeUnlocked(): Promise<Stage> {
  const stage = await sandbox.stage({ client: { secrets: [quietSecret()] } });
  await goToPromoted(stage);
  await must(checkLastUse(stage.context, stage));
  return stage;
}

const deleteOld = (stage: Stage) =>
  deleteOldSecret(stage.context, { credentialId: stage.credentialId, confirmation: stage.name });

test("an answer that is lost once is asked for again, and the list proves that the secret is gone", async () => {
  const stage = await makeUnlocked();
  await stage.control.setFaults(stage.clientId, {
    kind: "reset",
    at: "response",
    call: "deleteSecret",
    count: 1,
  });
  await must(deleteOld(stage));
  expect(await stage.atAdobe()).toHaveLength(1);
  expect(await stage.rotation()).toMatchObject({ state: "done", removingId: null });
});

test("a deletion whose every answer is lost waits for a person, who finds out that it is done", async () => {
  const stage = await makeUnlocked();
  await stage.control.setFaults(stage.clientId, { kind: "reset", at: "response", call: "deleteSecret" });
  expect(await deleteOld(stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect(await stage.rotation()).toMatchObject({ state: "deleting", leaseHolderId: null });
  expect((await stage.events()).at(-1)).toMatchObject({
    action: "secret.deleted",
    outcome: "failed",
    detail: { effect: "unknown" },
  });
  expect(sentenceOf(await deleteOld(stage))).toContain("Find out what happened");
  expect(sentenceOf(await promoteSecret(stage.context, stage))).toContain("Find out what happened");
  await stage.control.clearFaults(stage.clientId);
  await must(findOut(stage.context, stage));
  expect((await stage.rotation()).state).toBe("done");
  expect((await stage.stored()).map(({ state }) => state)).toEqual(["deleted", "current"]);
  expect((await stage.story()).slice(-2)).toEqual([
    "rotation.found_out succeeded",
    "rotation.finished succeeded",
  ]);
});

test("where the deletion never arrived, finding out leads back, and it is deleted the second time", async () => {
  const stage = await makeUnlocked();
  await stage.control.setFaults(stage.clientId, { kind: "reset", call: "deleteSecret" });
  expect((await deleteOld(stage)).ok).toBe(false);
  await stage.control.clearFaults(stage.clientId);
  await must(findOut(stage.context, stage));
  expect((await stage.rotation()).state).toBe("promoted");
  expect(await stage.atAdobe()).toHaveLength(2);
  await must(deleteOld(stage));
  expect(await stage.rotation()).toMatchObject({ state: "done", removingId: null });
});

test("a refusal by Adobe leaves the rotation where it was, and its code in the log", async () => {
  const stage = await makeUnlocked();
  await stage.control.putClient(stage.clientId, { migrationStatus: "STARTED" });
  expect(await deleteOld(stage)).toMatchObject({
    failure: { kind: "adobe", adobe: { code: "migration_in_progress" } },
  });
  expect(await stage.rotation()).toMatchObject({
    state: "promoted",
    lastFailureCode: "migration_in_progress",
    removingId: null,
  });
});

test("without a fresh list nothing is deleted, not even anyway", async () => {
  const stage = await makeUnlocked();
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 503, call: "listSecrets" });
  const form = { credentialId: stage.credentialId, confirmation: stage.name };
  expect(await deleteNowAnyway(stage.context, { ...form, reason: "Leaked" })).toMatchObject({
    failure: { kind: "adobe", adobe: { code: "adobe_unavailable" } },
  });
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect((await stage.rotation()).state).toBe("promoted");
});

test("an old secret that somebody deleted at Adobe is done with, whatever else is waited for", async () => {
  const stage = await sandbox.stage();
  await goToPromoted(stage);
  const { old } = await secretsOf(stage);
  await stage.control.removeSecret(stage.clientId, old?.uuid ?? "");
  await must(checkLastUse(stage.context, stage));
  await must(deleteOld(stage));
  expect(await stage.calls("deleteSecret")).toEqual([]);
  expect((await stage.rotation()).state).toBe("done");
});

test("the last secret that works is never deleted, and cancelling leads back to it", async () => {
  const stage = await makeUnlocked();
  const { fresh } = await secretsOf(stage);
  await stage.control.removeSecret(stage.clientId, fresh?.uuid ?? "");
  const form = { credentialId: stage.credentialId, confirmation: stage.name };
  expect(sentenceOf(await deleteOld(stage))).toContain("does not list the new secret any more");
  expect(sentenceOf(await deleteNowAnyway(stage.context, { ...form, reason: "Leaked" }))).toContain(
    "Press Cancel rotation",
  );
  expect(await stage.calls("deleteSecret")).toEqual([]);
  await must(cancelRotation(stage.context, stage));
  expect((await stage.stored()).map(({ state }) => state)).toEqual(["current", "previous"]);
});

test("a check that fails says so and keeps the evidence that was there", async () => {
  const stage = await makeUnlocked();
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 500, call: "listSecrets" });
  expect(await checkLastUse(stage.context, stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect((await stage.story()).at(-1)).toBe("secret.use_checked failed");
  await stage.control.clearFaults(stage.clientId);
  await must(deleteOld(stage));
});
