import { expect, test } from "vitest";
import { refuseEvents } from "@/lib/auth/account.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { findLatestJob } from "@/lib/jobs/find-job";
import { findCachedProvider } from "@/lib/rotation/console/console-tokens";
import { addSecretAtAdobe } from "./add-secret";
import { cancelRotation } from "./cancel-rotation";
import { cancelVerification } from "./cancel-verification";
import { findOut } from "./find-out";
import { makeColleague, openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { verificationKind } from "./run-verification";
import { startRotation } from "./start-rotation";
import { startVerification } from "./verify-secret";

const { stage } = openSandbox();
const aDayMs = 24 * 60 * 60 * 1000;

/** A rotation whose new secret Adobe has added, and makes known after so long. */
async function addNewSecret(spreadingMs = 0): Promise<Stage> {
  const made = await stage({ client: { spreadingMs } });
  const { context, credentialId } = made;
  const started = await startRotation(context, { credentialId, mode: "api", quietHours: 24 });
  if (!started.ok) throw new Error(started.failure.kind);
  const added = await addSecretAtAdobe(context, { credentialId });
  if (!added.ok) throw new Error(added.failure.kind);
  return made;
}

/** Presses the button, and gives what a server would go on doing after its answer. */
async function press(
  { context, credentialId }: Pick<Stage, "context" | "credentialId">,
  limits = { limitMs: 20_000, firstBackoffMs: 50 },
) {
  const works: (() => Promise<void>)[] = [];
  const result = await startVerification(
    context,
    { credentialId },
    { runLater: (work) => void works.push(work), limits },
  );
  return { result, works, run: () => Promise.all(works.map((work) => work())) };
}

async function jobOf({ context, rotation }: Stage) {
  const { id: subjectId } = await rotation();
  const { organizationId } = context.viewer;
  return findLatestJob({ organizationId, kind: verificationKind, subjectId });
}

const newSecretOf = async ({ rotation }: Stage) => (await rotation()).newSecretId ?? "";
const verifyStory = async ({ story }: Stage) => (await story()).filter((told) => told.includes("verif"));
const tokenCalls = async ({ calls }: Stage) => (await calls("token")).length;

test("a secret that Adobe makes known after a while is verified, between an intent and an outcome", async () => {
  const scene = await addNewSecret(1_500);
  const { result, run } = await press(scene);
  expect(result).toEqual({ ok: true, value: null });
  expect(await jobOf(scene)).toMatchObject({ state: "running", progress: 0 });
  await run();
  expect(await jobOf(scene)).toMatchObject({ state: "succeeded", progress: 100 });
  expect(await scene.rotation()).toMatchObject({ state: "verified", lastFailureCode: null, leaseAct: null });
  expect((await scene.rotation()).verifiedAt).toBeInstanceOf(Date);
  expect(await verifyStory(scene)).toEqual([
    "secret.verify_requested requested",
    "secret.verified succeeded",
  ]);
  const detail = (await scene.events()).at(-1)?.detail;
  expect(detail?.tries).toBeGreaterThan(2);
});

test("every try with the new secret is kept as a use of our own, and the token for later checks is there", async () => {
  const scene = await addNewSecret();
  const before = await tokenCalls(scene);
  await (await press(scene)).run();
  const clientSecretId = await newSecretOf(scene);
  expect(await tokenCalls(scene)).toBe(before + 2);
  expect(await getDb().secretGrant.count({ where: { clientSecretId, answeredAt: { not: null } } })).toBe(2);
  await findCachedProvider(clientSecretId)?.getToken();
  expect(await tokenCalls(scene)).toBe(before + 2);
});

test("a secret that stays refused leaves the rotation where it was, and may be verified again", async () => {
  const scene = await addNewSecret(2_500);
  await (await press(scene, { limitMs: 300, firstBackoffMs: 50 })).run();
  expect(await jobOf(scene)).toMatchObject({ state: "failed", failureCode: "client_secret_refused" });
  expect(await scene.rotation()).toMatchObject({
    state: "created",
    verifiedAt: null,
    lastFailureCode: "client_secret_refused",
    leaseAct: null,
  });
  expect(await verifyStory(scene)).toEqual(["secret.verify_requested requested", "secret.verified failed"]);
  await (await press(scene)).run();
  expect(await scene.rotation()).toMatchObject({ state: "verified", lastFailureCode: null });
});

test("what waiting does not change ends it at once, with its own reason", async () => {
  const scene = await addNewSecret();
  await scene.control.putClient(scene.clientId, { refusal: "notAllowed" });
  await (await press(scene)).run();
  const job = await jobOf(scene);
  expect(job).toMatchObject({ state: "failed" });
  expect(job?.failureCode).not.toBe("client_secret_refused");
  expect((await scene.events()).at(-1)?.detail).toMatchObject({ tries: 1, failureCode: job?.failureCode });
});

test("anybody who may cancels it; the rotation stays, and nobody is told of a failure", async () => {
  const scene = await addNewSecret(aDayMs);
  const before = await tokenCalls(scene);
  const running = (await press(scene)).run();
  await expect.poll(() => tokenCalls(scene)).toBeGreaterThan(before);
  const colleague = await makeColleague(scene.context);
  expect(await cancelVerification(colleague, scene)).toEqual({ ok: true, value: null });
  await running;
  expect(await jobOf(scene)).toMatchObject({ state: "cancelled" });
  expect(await scene.rotation()).toMatchObject({ state: "created", lastFailureCode: null, leaseAct: null });
  expect((await scene.events()).at(-1)).toMatchObject({
    action: "secret.verified",
    outcome: "failed",
    detail: { failureCode: "cancelled" },
  });
  expect((await cancelVerification(colleague, scene)).ok).toBe(true);
});

test("ten presses at once start one job, and one more while it runs starts none", async () => {
  const scene = await addNewSecret();
  const presses = await Promise.all(Array.from({ length: 10 }, () => press(scene)));
  expect(presses.filter(({ result }) => result.ok)).toHaveLength(10);
  expect(presses.flatMap(({ works }) => works)).toHaveLength(1);
  await Promise.all([...presses.map(({ run }) => run()), press(scene)]);
  expect(await verifyStory(scene)).toEqual([
    "secret.verify_requested requested",
    "secret.verified succeeded",
  ]);
  expect((await press(scene)).works).toEqual([]);
  expect(await getDb().job.count({ where: { subjectId: (await scene.rotation()).id } })).toBe(1);
});

test("while the job holds the rotation, a second press is answered as the first", async () => {
  const scene = await addNewSecret(aDayMs);
  const running = (await press(scene)).run();
  await expect.poll(async () => (await scene.rotation()).leaseAct).toBe(verificationKind);
  const second = await press(scene);
  expect([second.result.ok, second.works]).toEqual([true, []]);
  await cancelVerification(scene.context, scene);
  await running;
});

test("a job whose process died keeps nobody from verifying anew", async () => {
  const scene = await addNewSecret();
  await press(scene);
  expect((await press(scene)).works).toEqual([]);
  const { id: subjectId } = await scene.rotation();
  await getDb().job.updateMany({ where: { subjectId }, data: { leaseUntil: new Date(0) } });
  expect(await jobOf(scene)).toMatchObject({ state: "abandoned" });
  await (await press(scene)).run();
  expect(await jobOf(scene)).toMatchObject({ state: "succeeded" });
  expect(await scene.rotation()).toMatchObject({ state: "verified" });
});

test("without a new secret there is nothing to verify", async () => {
  const scene = await stage();
  const { context, credentialId } = scene;
  expect(sentenceOf((await press(scene)).result)).toContain("No rotation of this credential is under way");
  await startRotation(context, { credentialId, mode: "manual", quietHours: 24 });
  const { result, works } = await press(scene);
  expect(sentenceOf(result)).toContain("There is no new secret to verify yet");
  expect(works).toEqual([]);
});

test("somebody of another organization neither starts nor cancels it", async () => {
  const scene = await addNewSecret(aDayMs);
  const stranger: ActContext = await makeActContext();
  const { result, works } = await press({ context: stranger, credentialId: scene.credentialId });
  expect([sentenceOf(result), works]).toEqual(["not_found", []]);
  const running = (await press(scene)).run();
  expect(sentenceOf(await cancelVerification(stranger, scene))).toBe("not_found");
  expect(await jobOf(scene)).toMatchObject({ state: "running" });
  await cancelVerification(scene.context, scene);
  await running;
});

test("when the intent cannot be written, the new secret is not sent", async () => {
  const scene = await addNewSecret();
  const before = await tokenCalls(scene);
  const { run } = await press(scene);
  await refuseEvents(scene.context.viewer.organizationId);
  await run();
  expect(await tokenCalls(scene)).toBe(before);
  expect(await jobOf(scene)).toMatchObject({ state: "failed", failureCode: "audit_unavailable" });
  expect(await scene.rotation()).toMatchObject({ state: "created", leaseAct: null });
});

test("while a deletion of the new secret may still land it is not verified, and Adobe is not asked", async () => {
  const scene = await addNewSecret();
  const { context, credentialId, control, clientId } = scene;
  await control.setFaults(clientId, { kind: "reset", call: "deleteSecret" });
  expect((await cancelRotation(context, { credentialId })).ok).toBe(false);
  await findOut(context, { credentialId });
  expect(await scene.rotation()).toMatchObject({ state: "created" });
  const before = await tokenCalls(scene);
  const { result, works } = await press(scene);
  expect(sentenceOf(result)).toContain("may still be carried out");
  expect(works).toHaveLength(0);
  expect(await tokenCalls(scene)).toBe(before);
});

test("what a killed server left in an ended rotation is no verification that runs", async () => {
  const scene = await addNewSecret();
  const { context, credentialId, control, clientId } = scene;
  const endedAt = new Date();
  const lease = { leaseId: crypto.randomUUID(), leaseHolderId: context.viewer.userId };
  const dead = { ...lease, leaseAct: verificationKind, leaseUntil: endedAt };
  await getDb().rotation.updateMany({
    where: { credentialId },
    data: { state: "cancelled", endedAt, ...dead },
  });
  const [, added] = await scene.atAdobe();
  await control.removeSecret(clientId, added?.uuid ?? "");
  await startRotation(context, { credentialId, mode: "api", quietHours: 24 });
  const leaseUntil = new Date(Date.now() + 60_000);
  const live = { ...lease, leaseAct: "secret.add", leaseUntil };
  await getDb().rotation.updateMany({ where: { credentialId, endedAt: null }, data: live });
  expect(sentenceOf((await press(scene)).result)).toContain("is working on this rotation");
});
