import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { addConsumer } from "@/lib/consumers/add-consumer";
import { describeConsumer } from "@/lib/consumers/consumer.fixture";
import { listConsumers } from "@/lib/consumers/list-consumers";
import { listTicks } from "@/lib/rotation/queries/list-ticks";
import { confirmConsumer } from "./acknowledge-consumer";
import { checkLastUse } from "./check-last-use";
import { deleteNowAnyway, deleteOldSecret } from "./delete-old-secret";
import { pasteSecret, pasteSecretInput } from "./paste-secret";
import { openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { goToCreated, goToPasted, must, quietSecret, verifyAndPromote } from "./rotation-steps.fixture";
import { startRotation, startRotationInput } from "./start-rotation";
import { typeLastUse, typeLastUseInput } from "./type-last-use";

const sandbox = openSandbox();

const makeStage = () => sandbox.stage({ client: { secrets: [quietSecret()] }, address: null });

async function makePromoted(): Promise<Stage> {
  const stage = await makeStage();
  await goToPasted(stage);
  await verifyAndPromote(stage);
  return stage;
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 16);

const type = ({ context, credentialId }: Stage, oldLastUsedAt: string, newLastUsedAt: string) =>
  typeLastUse(context, typeLastUseInput.parse({ credentialId, oldLastUsedAt, newLastUsedAt }));

const paste = ({ context, credentialId }: Stage, clientSecret: string) =>
  pasteSecret(context, pasteSecretInput.parse({ credentialId, clientSecret }));

const deleteOld = (stage: Stage) =>
  deleteOldSecret(stage.context, { credentialId: stage.credentialId, confirmation: stage.name });

async function removeOldAtAdobe(stage: Stage): Promise<void> {
  const [old] = await stage.atAdobe();
  await stage.control.removeSecret(stage.clientId, old?.uuid ?? "");
}

const startByHand = ({ context, credentialId }: Stage) =>
  must(startRotation(context, startRotationInput.parse({ credentialId, mode: "manual" })));

test("the whole way goes without Adobe's API, and ends when Adobe refuses the old secret", async () => {
  const stage = await makePromoted();
  expect(sentenceOf(await deleteOld(stage))).toContain("has not been checked since the promotion");
  await must(type(stage, hoursAgo(30), ""));
  expect(sentenceOf(await deleteOld(stage))).toContain("Adobe still accepts the old secret");
  expect((await stage.rotation()).state).toBe("promoted");
  await removeOldAtAdobe(stage);
  await must(deleteOld(stage));
  expect((await stage.rotation()).state).toBe("done");
  expect((await stage.stored()).map(({ state, sealed }) => [state, sealed === null])).toEqual([
    ["deleted", true],
    ["current", false],
  ]);
  expect(await stage.calls("listSecrets", "addSecret", "deleteSecret")).toEqual([]);
  expect((await stage.story()).at(-1)).toBe("rotation.finished succeeded");
});

test("the old secret is not tried before the watch is over", async () => {
  const stage = await makePromoted();
  const tokens = (await stage.calls("token")).length;
  await must(type(stage, hoursAgo(2), ""));
  expect(sentenceOf(await deleteOld(stage))).toContain("it was used at");
  expect(await stage.calls("token")).toHaveLength(tokens);
});

test("deciding not to wait does not spare the proof", async () => {
  const stage = await makePromoted();
  const form = { credentialId: stage.credentialId, confirmation: stage.name, reason: "It has leaked." };
  expect(sentenceOf(await deleteNowAnyway(stage.context, form))).toContain("still accepts the old secret");
  await removeOldAtAdobe(stage);
  await must(deleteNowAnyway(stage.context, form));
  expect((await stage.rotation()).state).toBe("done");
});

test("an answer that proves nothing ends nothing", async () => {
  const stage = await makePromoted();
  await must(type(stage, "", ""));
  await must(type(stage, hoursAgo(48), ""));
  await removeOldAtAdobe(stage);
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 503, call: "token" });
  expect(await deleteOld(stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect((await stage.rotation()).state).toBe("promoted");
});

test("a secret that was never used must be a day old before it goes", async () => {
  const stage = await makePromoted();
  await must(type(stage, "", ""));
  expect(sentenceOf(await deleteOld(stage))).toContain("it is too new");
});

test("what was typed is kept with who typed it, once however often it is sent", async () => {
  const stage = await makePromoted();
  const input = typeLastUseInput.parse({
    credentialId: stage.credentialId,
    oldLastUsedAt: hoursAgo(30),
    newLastUsedAt: "",
  });
  await Promise.all(Array.from({ length: 10 }, () => must(typeLastUse(stage.context, input))));
  const typed = (await stage.events()).filter(({ action }) => action === "secret.use_typed");
  expect(typed.map(({ detail }) => detail.lastUsedAt)).toEqual([input.oldLastUsedAt?.toISOString(), null]);
});

test("the old secret, another credential's and a damaged one are refused with a sentence at the field", async () => {
  const stage = await makeStage();
  const other = await sandbox.stage({ context: stage.context });
  await startByHand(stage);
  const [old] = await stage.atAdobe();
  const [foreign] = await other.atAdobe();
  const refusalOf = (clientSecret: string) =>
    expect.objectContaining({
      failure: {
        kind: "invalid_input",
        fields: { clientSecret: expect.stringContaining(clientSecret) },
      },
    });
  expect(await paste(stage, old?.value ?? "")).toEqual(refusalOf("This is the old secret"));
  expect(await paste(stage, foreign?.value ?? "")).toEqual(refusalOf(`belongs to “${other.name}”`));
  const { credentialId } = stage;
  for (const clientSecret of ["", "two words", "x".repeat(1001), "broken\uFFFD"]) {
    expect(pasteSecretInput.safeParse({ credentialId, clientSecret }).success).toBe(false);
  }
  expect((await stage.rotation()).state).toBe("planned");
  expect(await stage.stored()).toHaveLength(1);
});

test("the same secret in another organization is no reason to refuse it", async () => {
  const stage = await makeStage();
  const neighbour = await sandbox.stage();
  await startByHand(stage);
  await must(paste(stage, (await neighbour.atAdobe())[0]?.value ?? ""));
});

test("until it is verified another secret can be pasted in its place, and the first one is blanked", async () => {
  const stage = await makeStage();
  await startByHand(stage);
  const values = [randomBytes(24).toString("base64url"), randomBytes(24).toString("base64url")] as const;
  await must(paste(stage, values[0]));
  await must(paste(stage, values[1]));
  expect((await stage.stored()).map(({ state }) => state)).toEqual(["current", "deleted", "pending"]);
  expect((await stage.rotation()).newSecretId).toBe((await stage.stored())[2]?.id);
});

test("who has confirmed one pasted secret has not confirmed the next", async () => {
  const stage = await makeStage();
  const { context, credentialId } = stage;
  await goToPasted(stage);
  await must(addConsumer(context, describeConsumer(credentialId)));
  const [consumer] = await listConsumers(context.viewer.organizationId, credentialId);
  await must(confirmConsumer(context, { credentialId, consumerId: consumer?.id ?? "" }));
  await must(paste(stage, randomBytes(24).toString("base64url")));
  const { id: rotationId } = await stage.rotation();
  const ticks = await listTicks(context.viewer.organizationId, { credentialId, rotationId, endedAt: null });
  expect(ticks).toMatchObject([{ acknowledgedAt: null }]);
});

test("pasted ten times at once, it is stored once", async () => {
  const stage = await makeStage();
  await startByHand(stage);
  const value = randomBytes(24).toString("base64url");
  await Promise.all(Array.from({ length: 10 }, () => must(paste(stage, value))));
  expect((await stage.stored()).map(({ state }) => state)).toEqual(["current", "pending"]);
  expect((await stage.story()).filter((line) => line.startsWith("secret.pasted"))).toHaveLength(1);
});

test("neither mode takes what belongs to the other", async () => {
  const byHand = await makePromoted();
  expect(sentenceOf(await checkLastUse(byHand.context, byHand))).toContain("without Adobe's API");
  const byApi = await sandbox.stage();
  await goToCreated(byApi);
  expect(sentenceOf(await paste(byApi, randomBytes(24).toString("hex")))).toContain("Press Add secret");
  expect(sentenceOf(await type(byApi, "", ""))).toContain("Press Check last use");
});

test("somebody of another organization can neither paste nor type", async () => {
  const stage = await makePromoted();
  const stranger = { ...stage, context: await makeActContext() };
  expect(await paste(stranger, randomBytes(24).toString("hex"))).toMatchObject({
    failure: { kind: "not_found" },
  });
  expect(await type(stranger, "", "")).toMatchObject({ failure: { kind: "not_found" } });
});
