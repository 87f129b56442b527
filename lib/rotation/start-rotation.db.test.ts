import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { getDb } from "@/lib/db/client";
import { cancelRotation } from "./cancel-rotation";
import { chooseBoundSecret } from "./choose-bound-secret";
import { findOut } from "./find-out";
import { makeColleague, openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { startEmergencyRotation, startRotation, startRotationInput } from "./start-rotation";

const { stage: makeStage } = openSandbox();

const dayMs = 24 * 60 * 60 * 1000;

function start({ context, credentialId }: Stage, overrides: Record<string, string> = {}) {
  return startRotation(context, startRotationInput.parse({ credentialId, ...overrides }));
}

/** Two secrets at Adobe, of which the first is stored. */
function makeFullStage() {
  const now = Date.now();
  return makeStage({
    client: {
      secrets: [
        { createdAtMs: now - 30 * dayMs, lastUsedAtMs: now - 3 * dayMs },
        { createdAtMs: now - 20 * dayMs, lastUsedAtMs: now - 2 * dayMs },
      ],
    },
  });
}

async function oldIdOf(stage: Stage): Promise<string | null> {
  const [old] = await stage.stored();
  return old?.adobeSecretId ?? null;
}

test("a sole secret is bound by list, mint, list, between an intent and an outcome", async () => {
  const stage = await makeStage();
  expect(await start(stage)).toEqual({ ok: true, value: null });
  const [atAdobe] = await stage.atAdobe();
  expect(await oldIdOf(stage)).toBe(atAdobe?.uuid);
  expect(await stage.rotation()).toMatchObject({ state: "planned", mode: "api", quietHours: 24 });
  expect(await stage.story()).toEqual(["rotation.started requested", "rotation.bound succeeded"]);
  const [intent, outcome] = await stage.events();
  expect(outcome?.detail).toMatchObject({ adobeSecretId: atAdobe?.uuid, isChosen: false, secretCount: 1 });
  const calls = await stage.calls();
  expect(calls.map(({ kind }) => kind)).toEqual(["token", "listSecrets", "token", "listSecrets"]);
  for (const { at } of calls) {
    expect(Date.parse(at)).toBeGreaterThanOrEqual(intent?.occurredAt.getTime() ?? Number.NaN);
    expect(Date.parse(at)).toBeLessThanOrEqual(outcome?.occurredAt.getTime() ?? Number.NaN);
  }
});

test("of two secrets the one whose use moves is ours, and our own uses are marked as such", async () => {
  const stage = await makeFullStage();
  expect((await start(stage)).ok).toBe(true);
  const [ours, other] = await stage.atAdobe();
  expect(await oldIdOf(stage)).toBe(ours?.uuid);
  const uses = await getDb().secretUsage.findMany({ where: { credentialId: stage.credentialId } });
  expect(uses.filter(({ secretKey }) => secretKey === ours?.uuid).map(({ isOurs }) => isOurs)).toEqual([
    true,
    true,
  ]);
  expect(uses.filter(({ secretKey }) => secretKey === other?.uuid).map(({ isOurs }) => isOurs)).toEqual([
    false,
    false,
  ]);
});

/** Starts, and lets `meanwhile` happen between our mint and the second list. */
async function startWhile(stage: Stage, meanwhile: () => Promise<unknown>) {
  const { control, clientId } = stage;
  await control.setFaults(clientId, { kind: "holdUntilReleased", at: "request", call: "listSecrets" });
  const starting = start(stage);
  await control.waitForHeld(1, clientId);
  await control.release(clientId);
  await control.waitForHeld(1, clientId);
  await meanwhile();
  await control.clearFaults(clientId);
  await control.release(clientId);
  return starting;
}

test("when somebody uses the other secret meanwhile a person chooses, and nothing is guessed", async () => {
  const stage = await makeFullStage();
  const [ours, other] = await stage.atAdobe();
  const { control, clientId } = stage;
  const result = await startWhile(stage, () =>
    control.setSecretTimes(clientId, other?.uuid ?? "", { lastUsedAtMs: Date.now() }),
  );
  expect(sentenceOf(result)).toContain("Choose it on this page");
  const rotation = await stage.rotation();
  expect(rotation).toMatchObject({ state: "binding", finding: { kind: "not_bound" } });
  expect(await oldIdOf(stage)).toBeNull();
  const choose = (adobeSecretId: string) =>
    chooseBoundSecret(stage.context, { credentialId: stage.credentialId, adobeSecretId });
  expect(sentenceOf(await choose("0".repeat(32)))).toContain("did not list that secret");
  expect((await choose(ours?.uuid ?? "")).ok).toBe(true);
  expect((await choose(ours?.uuid ?? "")).ok).toBe(true);
  expect(await oldIdOf(stage)).toBe(ours?.uuid);
  expect(await stage.rotation()).toMatchObject({ state: "planned", finding: null });
  expect(await stage.story()).toEqual([
    "rotation.started requested",
    "rotation.bound failed",
    "rotation.bound succeeded",
  ]);
  expect(await stage.calls("deleteSecret", "addSecret")).toEqual([]);
});

test("a use of the other secret that Adobe tells before ours is not taken for ours", async () => {
  const stage = await makeFullStage();
  const [ours, other] = await stage.atAdobe();
  const { control, clientId } = stage;
  const result = await startWhile(stage, async () => {
    await control.setSecretTimes(clientId, ours?.uuid ?? "", { lastUsedAtMs: ours?.lastUsedAtMs ?? null });
    await control.setSecretTimes(clientId, other?.uuid ?? "", { lastUsedAtMs: Date.now() - 60_000 });
  });
  expect(sentenceOf(result)).toContain("Choose it on this page");
  expect(await oldIdOf(stage)).toBeNull();
});

test("an id that was found once stays known, whatever is used meanwhile", async () => {
  const stage = await makeStage();
  const { context, credentialId, control, clientId } = stage;
  await start(stage);
  await cancelRotation(context, { credentialId });
  const other = await control.addSecret(clientId);
  const result = await startWhile(stage, () =>
    control.setSecretTimes(clientId, other.uuid, { lastUsedAtMs: Date.now() }),
  );
  expect(result.ok).toBe(true);
  const [ours] = await stage.atAdobe();
  expect(await oldIdOf(stage)).toBe(ours?.uuid);
});

test("a binding that was left in the middle is taken up by finding out", async () => {
  const stage = await makeStage();
  await start(stage);
  await getDb().rotation.updateMany({
    where: { credentialId: stage.credentialId },
    data: { state: "binding" },
  });
  const { context, credentialId } = stage;
  expect((await findOut(context, { credentialId })).ok).toBe(true);
  expect((await stage.rotation()).state).toBe("planned");
  expect((await findOut(context, { credentialId })).ok).toBe(true);
  expect((await stage.story()).slice(2)).toEqual([
    "rotation.find_out_requested requested",
    "rotation.found_out succeeded",
  ]);
});

test.each([
  ["wrong numeric ids", { address: { adobeCredentialId: "424242" } }, "console_not_found"],
  ["missing scopes", { client: { boundScopes: ["openid", "AdobeID"] } }, "console_scopes_missing"],
])("%s end the rotation with their reason, and it can be started anew", async (_name, options, code) => {
  const stage = await makeStage(options);
  expect(await start(stage)).toMatchObject({ failure: { kind: "adobe", adobe: { code } } });
  expect(await stage.rotation()).toMatchObject({ state: "cancelled", lastFailureCode: code });
  expect(await stage.story()).toEqual(["rotation.started requested", "rotation.bound failed"]);
  expect(await start(stage)).toMatchObject({ failure: { kind: "adobe", adobe: { code } } });
  expect(await getDb().rotation.count({ where: { credentialId: stage.credentialId } })).toBe(2);
});

test("a right that was granted since the last token is seen at once", async () => {
  const stage = await makeStage({ client: { boundScopes: ["openid", "AdobeID"] } });
  await start(stage);
  const { boundScopes } = await stage.control.putClient("0".repeat(32));
  await stage.control.putClient(stage.clientId, { boundScopes });
  expect((await start(stage)).ok).toBe(true);
});

test("the address of another credential is told by its client ID, and nothing is bound", async () => {
  const context = await makeActContext();
  const other = await makeStage({ context });
  const client = await other.control.putClient(other.clientId);
  const { adobeOrganizationId, adobeProjectId, adobeCredentialId } = client;
  const stage = await makeStage({
    context,
    address: { adobeOrganizationId, adobeProjectId, adobeCredentialId },
  });
  const result = await start(stage);
  expect(result.ok).toBe(false);
  expect(await oldIdOf(stage)).toBeNull();
  expect((await stage.rotation()).state).toBe("cancelled");
});

test("without numeric ids nothing is sent, and by hand none are needed", async () => {
  const stage = await makeStage({ address: null });
  expect(sentenceOf(await start(stage))).toContain("numeric ids");
  expect(await stage.calls()).toEqual([]);
  expect((await start(stage, { mode: "manual", quietHours: "48" })).ok).toBe(true);
  expect(await stage.rotation()).toMatchObject({ state: "planned", mode: "manual", quietHours: 48 });
  expect(await stage.calls()).toEqual([]);
  expect(await stage.story()).toEqual(["rotation.started requested", "rotation.bound succeeded"]);
});

test("ten presses at once start one rotation, and the others are told whose", async () => {
  const stage = await makeStage();
  const colleague = await makeColleague(stage.context);
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      startRotation(
        index % 2 === 0 ? stage.context : colleague,
        startRotationInput.parse({ credentialId: stage.credentialId }),
      ),
    ),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const rotation = await stage.rotation();
  const starter = [stage.context, colleague].find(({ viewer }) => viewer.userId === rotation.startedById);
  for (const refused of results.filter(({ ok }) => !ok)) {
    expect(sentenceOf(refused)).toContain(starter?.viewer.name);
  }
  expect(await getDb().rotation.count({ where: { credentialId: stage.credentialId } })).toBe(1);
});

test("an emergency is said from the start, or of the rotation that is under way, once", async () => {
  const stage = await makeStage();
  const input = startRotationInput.parse({ credentialId: stage.credentialId });
  await start(stage);
  expect((await startEmergencyRotation(stage.context, input)).ok).toBe(true);
  expect((await startEmergencyRotation(stage.context, input)).ok).toBe(true);
  expect((await stage.rotation()).isEmergency).toBe(true);
  expect((await stage.story()).slice(2)).toEqual(["rotation.emergency_declared succeeded"]);
  const second = await makeStage();
  const { context, credentialId } = second;
  expect((await startEmergencyRotation(context, startRotationInput.parse({ credentialId }))).ok).toBe(true);
  expect(await second.rotation()).toMatchObject({ isEmergency: true, state: "planned" });
});

test("an archived credential and somebody else's are not rotated", async () => {
  const stage = await makeStage();
  const { context, credentialId } = stage;
  const input = startRotationInput.parse({ credentialId });
  const foreign = await makeActContext();
  expect(sentenceOf(await startRotation(foreign, input))).toBe("not_found");
  expect(sentenceOf(await startEmergencyRotation(foreign, input))).toBe("not_found");
  await archiveCredential(context, { credentialId });
  expect(sentenceOf(await start(stage))).toContain("archived");
  expect(await stage.calls()).toEqual([]);
});

test("the quiet time is a whole number of hours between one day and ninety", () => {
  const parse = (quietHours: string) =>
    startRotationInput.safeParse({ credentialId: crypto.randomUUID(), quietHours }).data?.quietHours;
  expect(["", "24", "2160"].map(parse)).toEqual([24, 24, 2160]);
  expect(["23", "2161", "24.5", "a day", "-30"].map(parse)).toEqual(Array(5).fill(undefined));
});
