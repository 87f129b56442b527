import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { addConsumer } from "@/lib/consumers/add-consumer";
import { describeConsumer } from "@/lib/consumers/consumer.fixture";
import { listConsumers } from "@/lib/consumers/list-consumers";
import { removeConsumer } from "@/lib/consumers/remove-consumer";
import { getDb } from "@/lib/db/client";
import { confirmConsumer, unconfirmConsumer } from "./acknowledge-consumer";
import { revealSecret } from "./reveal-secret";
import { makeColleague, openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { goToCreated, goToPromoted, must, secretsOf } from "./rotation-steps.fixture";
import { startRotation, startRotationInput } from "./start-rotation";

const sandbox = openSandbox();

async function addOneConsumer({ context, credentialId }: Stage): Promise<string> {
  await must(addConsumer(context, describeConsumer(credentialId)));
  const [added] = await listConsumers(context.viewer.organizationId, credentialId);
  return added?.id ?? "";
}

test("the new secret is handed out with what a consumer needs, and the log names it and who saw it", async () => {
  const stage = await sandbox.stage({ scopes: "openid,AdobeID" });
  await goToCreated(stage);
  const colleague = await makeColleague(stage.context);
  const revealed = await must(revealSecret(colleague, stage));
  expect(revealed).toMatchObject({ clientId: stage.clientId, scopes: ["openid", "AdobeID"] });
  expect(revealed.clientSecret).toBe((await secretsOf(stage)).fresh?.value);
  expect((await stage.story()).at(-1)).toBe("secret.revealed succeeded");
  const events = await getDb().auditEvent.findMany({ where: { targetId: stage.credentialId } });
  expect(events.find(({ action }) => action === "secret.revealed")?.actorId).toBe(colleague.viewer.userId);
  expect(
    JSON.stringify(events, (_, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain(revealed.clientSecret);
});

test("no event, no secret", async () => {
  const stage = await sandbox.stage();
  await goToCreated(stage);
  const broken = { ...stage.context, origin: { ...stage.context.origin, requestId: "not an id" } };
  await expect(revealSecret(broken, stage)).rejects.toThrow();
  expect(await stage.story()).not.toContain("secret.revealed succeeded");
});

test("there is nothing to hand out before there is a new secret, and nothing once its key is gone", async () => {
  const stage = await sandbox.stage();
  await must(startRotation(stage.context, startRotationInput.parse({ credentialId: stage.credentialId })));
  expect(sentenceOf(await revealSecret(stage.context, stage))).toContain("no new secret to hand over");
  const other = await sandbox.stage({ context: stage.context });
  await goToCreated(other);
  const [, fresh] = await other.stored();
  const [moved] = await stage.stored();
  await getDb().clientSecret.updateMany({
    where: { id: fresh?.id ?? "" },
    data: { sealed: moved?.sealed ?? null },
  });
  expect(sentenceOf(await revealSecret(stage.context, other))).toBe("key_unavailable");
  expect(await other.story()).not.toContain("secret.revealed succeeded");
});

test("a tick is kept with who gave it, and can be taken back, once each", async () => {
  const stage = await sandbox.stage();
  const { context, credentialId } = stage;
  const consumerId = await addOneConsumer(stage);
  await goToPromoted(stage);
  const tick = { credentialId, consumerId };
  await Promise.all(Array.from({ length: 10 }, () => must(confirmConsumer(context, tick))));
  const [row] = await getDb().rotationAcknowledgement.findMany({ where: { consumerId } });
  expect(row).toMatchObject({ acknowledgedById: context.viewer.userId });
  await Promise.all(Array.from({ length: 10 }, () => must(unconfirmConsumer(context, tick))));
  expect(await getDb().rotationAcknowledgement.count({ where: { consumerId } })).toBe(0);
  expect((await stage.story()).filter((line) => line.startsWith("consumer."))).toEqual([
    "consumer.confirmed succeeded",
    "consumer.unconfirmed succeeded",
  ]);
});

test("a consumer that was removed, or is another credential's, is not ticked", async () => {
  const stage = await sandbox.stage();
  const { context, credentialId } = stage;
  const consumerId = await addOneConsumer(stage);
  const elsewhere = await addOneConsumer(await sandbox.stage({ context }));
  await goToCreated(stage);
  await must(removeConsumer(context, { credentialId, consumerId }));
  expect(sentenceOf(await confirmConsumer(context, { credentialId, consumerId }))).toContain("was removed");
  expect(await confirmConsumer(context, { credentialId, consumerId: elsewhere })).toMatchObject({
    failure: { kind: "not_found" },
  });
});

test("somebody of another organization neither sees the secret nor ticks", async () => {
  const stage = await sandbox.stage();
  const consumerId = await addOneConsumer(stage);
  await goToCreated(stage);
  const stranger = await makeActContext();
  const tick = { credentialId: stage.credentialId, consumerId };
  for (const attempt of [
    await revealSecret(stranger, stage),
    await confirmConsumer(stranger, tick),
    await unconfirmConsumer(stranger, tick),
  ]) {
    expect(attempt).toMatchObject({ failure: { kind: "not_found" } });
  }
  await must(confirmConsumer(stage.context, tick));
});
