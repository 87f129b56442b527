import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { addConsumer } from "@/lib/consumers/add-consumer";
import { describeConsumer } from "@/lib/consumers/consumer.fixture";
import { findCredential } from "@/lib/credentials/find-credential";
import { getDb } from "@/lib/db/client";
import { credentialIdSchema } from "@/lib/ids";
import { openSandbox, type Stage } from "@/lib/rotation/rotation.fixture";
import { must } from "@/lib/rotation/rotation-steps.fixture";
import { testToken } from "@/lib/tokens/test-token";
import { approveScopes, approveScopesInput } from "./approve-scopes";
import { findScopes } from "./find-scopes";

const { stage: makeStage } = openSandbox();

/** Tests the token while Adobe binds exactly these scopes. */
async function testWith({ control, clientId, context, credentialId }: Stage, boundScopes: string[]) {
  await control.putClient(clientId, { boundScopes });
  await must(testToken(context, { credentialId }));
}

async function viewOf({ context, credentialId }: Stage) {
  const view = await findScopes(context.viewer.organizationId, credentialIdSchema.parse(credentialId));
  if (view === null) throw new Error("The credential is gone.");
  return view;
}

async function approveNow(stage: Stage) {
  const testId = (await viewOf(stage)).granted?.testId ?? "";
  return approveScopes(stage.context, approveScopesInput.parse({ credentialId: stage.credentialId, testId }));
}

async function scopeEvents({ context }: Stage): Promise<unknown[]> {
  const events = await getDb().auditEvent.findMany({
    where: {
      organizationId: context.viewer.organizationId,
      action: { in: ["credential.scopes_approved", "credential.scopes_drifted"] },
    },
    orderBy: { seq: "asc" },
    select: { payload: true },
  });
  return events.map(({ payload }) => JSON.parse(payload).detail);
}

async function driftOf({ context, credentialId }: Stage): Promise<readonly string[]> {
  return (await findCredential(context.viewer.organizationId, credentialId))?.driftedScopes ?? ["gone"];
}

async function makeTestedStage(): Promise<{ readonly stage: Stage; readonly bound: string[] }> {
  const stage = await makeStage();
  const bound = [...(await viewOf(stage)).requested];
  await testWith(stage, bound);
  return { stage, bound };
}

test("what a test was granted is approved once, with who and when", async () => {
  const { stage, bound } = await makeTestedStage();
  expect(await viewOf(stage)).toMatchObject({ baseline: null, drift: null });
  await must(approveNow(stage));
  await must(approveNow(stage));
  const { baseline, drift } = await viewOf(stage);
  expect(baseline?.scopes.toSorted()).toEqual(bound.toSorted());
  expect(baseline?.approvedByName).toBe(stage.context.viewer.name);
  expect(drift).toEqual({ lost: [], gained: [], notGranted: [] });
  expect(await scopeEvents(stage)).toHaveLength(1);
});

test("a scope that is lost is drift: shown, marked and recorded once, until it is back", async () => {
  const { stage, bound } = await makeTestedStage();
  await must(approveNow(stage));
  const [lost = "", ...rest] = bound;
  await testWith(stage, rest);
  await testWith(stage, rest);
  expect((await viewOf(stage)).drift).toEqual({ lost: [lost], gained: [], notGranted: [] });
  expect(await driftOf(stage)).toEqual([lost]);
  expect((await scopeEvents(stage)).slice(1)).toEqual([{ lost: [lost], gained: [], notGranted: [] }]);
  await testWith(stage, bound);
  expect(await driftOf(stage)).toEqual([]);
  await testWith(stage, rest);
  expect(await scopeEvents(stage)).toHaveLength(3);
});

test("a scope that was asked for and never granted stays drift after an approval", async () => {
  const stage = await makeStage();
  const [missing = "", ...rest] = (await viewOf(stage)).requested;
  await testWith(stage, rest);
  await must(approveNow(stage));
  expect(await driftOf(stage)).toEqual([missing]);
  expect((await viewOf(stage)).drift).toEqual({ lost: [], gained: [], notGranted: [missing] });
});

test("a test that fails changes nothing of what is known of the scopes", async () => {
  const { stage, bound } = await makeTestedStage();
  await must(approveNow(stage));
  await stage.control.setFaults(stage.clientId, { kind: "throttle", retryAfter: { seconds: 600 } });
  await must(testToken(stage.context, { credentialId: stage.credentialId }));
  expect((await viewOf(stage)).granted?.scopes.toSorted()).toEqual(bound.toSorted());
  expect(await driftOf(stage)).toEqual([]);
});

test("an approval of scopes that a newer test was not granted approves nothing", async () => {
  const { stage, bound } = await makeTestedStage();
  const testId = (await viewOf(stage)).granted?.testId ?? "";
  await testWith(stage, bound.slice(1));
  const { context, credentialId } = stage;
  expect(await approveScopes(context, { credentialId, testId })).toMatchObject({
    failure: { kind: "conflict" },
  });
  expect((await viewOf(stage)).baseline).toBeNull();
});

test("ten approvals at once are one, and another organization's credential is not found", async () => {
  const { stage } = await makeTestedStage();
  const results = await Promise.all(Array.from({ length: 10 }, () => approveNow(stage)));
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await getDb().scopeBaseline.count({ where: { credentialId: stage.credentialId } })).toBe(1);
  const stranger = { ...stage, context: await makeActContext() };
  const testId = (await viewOf(stage)).granted?.testId ?? "";
  expect(await approveScopes(stranger.context, { credentialId: stage.credentialId, testId })).toMatchObject({
    failure: { kind: "not_found" },
  });
});

test("the history tells when grants changed, whatever order they came in", async () => {
  const { stage, bound } = await makeTestedStage();
  const [lost = "", ...rest] = bound;
  await testWith(stage, bound.toReversed());
  await testWith(stage, rest);
  const { history } = await viewOf(stage);
  expect(
    history.map(({ gained, lost: gone, isFirst }) => ({ gained: gained.length, gone, isFirst })),
  ).toEqual([
    { gained: 0, gone: [lost], isFirst: false },
    { gained: bound.length, gone: [], isFirst: true },
  ]);
});

test("scopes that no consumer needs are named once every consumer says what it needs", async () => {
  const stage = await makeStage();
  const { context, credentialId } = stage;
  const { requested, unneeded } = await viewOf(stage);
  expect(unneeded).toBeNull();
  const product = requested.filter((scope) => scope !== "openid" && scope !== "AdobeID");
  const [needed = "", ...others] = product;
  await must(addConsumer(context, describeConsumer(credentialId, { system: "Shop", scopes: [needed] })));
  expect((await viewOf(stage)).unneeded).toEqual(others);
  await must(addConsumer(context, describeConsumer(credentialId, { system: "Night reports" })));
  expect((await viewOf(stage)).unneeded).toBeNull();
});
