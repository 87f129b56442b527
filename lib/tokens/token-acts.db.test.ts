import { inspect } from "node:util";
import { expect, test } from "vitest";
import { makeUnsignedToken } from "@/lib/adobe/request-token.fixture";
import { AuditUnavailable } from "@/lib/audit/audit-unavailable";
import { breakLog } from "@/lib/audit/broken-log.fixture";
import type { ActContext } from "@/lib/auth/act-context";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { addConsumer } from "@/lib/consumers/add-consumer";
import { describeConsumer } from "@/lib/consumers/consumer.fixture";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { findCredential } from "@/lib/credentials/find-credential";
import { findLastTest } from "@/lib/credentials/find-last-test";
import { getDb } from "@/lib/db/client";
import { credentialIdSchema, sessionIdSchema } from "@/lib/ids";
import { makeColleague, openSandbox, type Stage, sentenceOf } from "@/lib/rotation/rotation.fixture";
import { must } from "@/lib/rotation/rotation-steps.fixture";
import { approveScopes } from "@/lib/scopes/approve-scopes";
import { findScopes } from "@/lib/scopes/find-scopes";
import { findTokenPage } from "./find-token-page";
import { dropTokensOfSession, findHeldToken, heldForMs, holdToken } from "./held-tokens";
import { inspectPastedToken } from "./inspect-pasted-token";
import { invalidateHeldToken } from "./invalidate-held-token";
import { revealHeldToken } from "./reveal-held-token";
import { testScopes, testScopesInput } from "./test-scopes";
import { testToken } from "./test-token";
import { validateHeldToken } from "./validate-held-token";

const { stage: makeStage } = openSandbox();

async function makeTested(): Promise<Stage & { readonly token: string }> {
  const stage = await makeStage();
  await must(testToken(stage.context, stage));
  const held = findHeldToken(stage.context.viewer, stage.credentialId);
  if (held === null) throw new Error("The token of the test is not held.");
  return { ...stage, token: held.accessToken.reveal() };
}

async function eventsOf({ viewer }: ActContext) {
  return getDb().auditEvent.findMany({
    where: {
      organizationId: viewer.organizationId,
      action: { startsWith: "token." },
      NOT: { action: { startsWith: "token.test" } },
    },
    orderBy: { seq: "asc" },
    select: { action: true, outcome: true, targetId: true, payload: true },
  });
}

async function storyOf(context: ActContext): Promise<readonly string[]> {
  return (await eventsOf(context)).map(({ action, outcome }) => `${action} ${outcome}`);
}

/** The same person in another browser. */
function inOtherSession(context: ActContext): ActContext {
  const sessionId = sessionIdSchema.parse(`${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", ""));
  return { ...context, viewer: { ...context.viewer, sessionId } };
}

const acts = [validateHeldToken, invalidateHeldToken, revealHeldToken];

async function expectGone(context: ActContext, stage: Stage): Promise<void> {
  const before = await eventsOf(context);
  const calls = await stage.calls();
  for (const act of acts) {
    expect(sentenceOf(await act(context, stage))).toContain("no longer held here");
  }
  expect(await eventsOf(context)).toEqual(before);
  expect(await stage.calls()).toHaveLength(calls.length);
}

test("a tested token is shown taken apart, validated, revealed and ended, each with its events", async () => {
  const stage = await makeTested();
  const { context, token } = stage;
  const credential = await findCredential(context.viewer.organizationId, stage.credentialId);
  if (credential === null) throw new Error("The credential is gone.");
  const page = findTokenPage(context.viewer, credential);
  expect(page).toMatchObject({
    inspection: { form: "jwt", facts: { kind: "access", clientId: stage.clientId, issuer: "ims-na1" } },
    warnings: [],
  });
  expect(JSON.stringify(page)).not.toContain(token.split(".")[1]);
  expect(await must(validateHeldToken(context, stage))).toMatchObject({ isValid: true, reason: null });
  expect(await must(revealHeldToken(context, stage))).toEqual({ accessToken: token });
  const { fingerprint } = await must(invalidateHeldToken(context, stage));
  const response = await fetch(`${process.env.SANDBOX_URL}/ims/validate_token/v1`, {
    method: "POST",
    body: new URLSearchParams({ type: "access_token", client_id: stage.clientId, token }),
  });
  expect(await response.json()).toMatchObject({ valid: false });
  expect(findTokenPage(context.viewer, credential)).toBeNull();
  await expectGone(context, stage);
  expect(await storyOf(context)).toEqual([
    "token.validate_requested requested",
    "token.validated succeeded",
    "token.revealed succeeded",
    "token.invalidate_requested requested",
    "token.invalidated succeeded",
  ]);
  for (const { payload, targetId } of await eventsOf(context)) {
    expect(targetId).toBe(stage.credentialId);
    expect(JSON.parse(payload).detail.tokenFingerprint).toBe(fingerprint);
    for (const part of token.split(".")) expect(payload).not.toContain(part);
  }
});

test("a token that was ended elsewhere is answered as not valid, and stays held", async () => {
  const stage = await makeTested();
  await fetch(`${process.env.SANDBOX_URL}/ims/invalidate_token/v2`, {
    method: "POST",
    body: new URLSearchParams({ token_type: "access_token", client_id: stage.clientId, token: stage.token }),
  });
  expect(await must(validateHeldToken(stage.context, stage))).toMatchObject({
    isValid: false,
    reason: "ended",
  });
  expect(JSON.parse((await eventsOf(stage.context)).at(-1)?.payload ?? "").detail.isValid).toBe(false);
  expect(findHeldToken(stage.context.viewer, stage.credentialId)).not.toBeNull();
});

test("another session, another member and another organization cannot act on it", async () => {
  const stage = await makeTested();
  await expectGone(inOtherSession(stage.context), stage);
  await expectGone(await makeColleague(stage.context), stage);
  const stranger = await makeActContext();
  const sameSession = { ...stranger.viewer, sessionId: stage.context.viewer.sessionId };
  for (const context of [stranger, { ...stranger, viewer: sameSession }]) {
    for (const act of acts) {
      expect(await act(context, stage)).toMatchObject({ failure: { kind: "not_found" } });
    }
    expect(await eventsOf(context)).toEqual([]);
  }
});

test("five minutes after the test, or after signing out, nobody can act on it", async () => {
  const stage = await makeTested();
  const held = findHeldToken(stage.context.viewer, stage.credentialId);
  if (held === null) throw new Error("The token of the test is not held.");
  holdToken({ ...held, heldAt: new Date(Date.now() - heldForMs) });
  await expectGone(stage.context, stage);
  holdToken({ ...held, heldAt: new Date(Date.now() - heldForMs + 30_000) });
  expect((await validateHeldToken(stage.context, stage)).ok).toBe(true);
  dropTokensOfSession(stage.context.viewer.sessionId);
  await expectGone(stage.context, stage);
});

test("the token of an archived credential is left alone", async () => {
  const stage = await makeTested();
  await must(archiveCredential(stage.context, stage));
  for (const act of acts) expect(sentenceOf(await act(stage.context, stage))).toContain("archived");
  expect(await storyOf(stage.context)).toEqual([]);
});

test("when Adobe refuses or does not answer, the token stays held and the failure is recorded", async () => {
  const stage = await makeTested();
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 503, call: "invalidate" });
  expect(await invalidateHeldToken(stage.context, stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect((await storyOf(stage.context)).at(-1)).toBe("token.invalidated failed");
  expect(findHeldToken(stage.context.viewer, stage.credentialId)).not.toBeNull();
  await stage.control.clearFaults(stage.clientId);
  await stage.control.setFaults(stage.clientId, {
    kind: "throttle",
    retryAfter: { seconds: 600 },
    call: "validate",
  });
  expect(await validateHeldToken(stage.context, stage)).toMatchObject({
    failure: { adobe: { code: "throttled" } },
  });
  const calls = await stage.calls();
  expect(await validateHeldToken(stage.context, stage)).toMatchObject({
    failure: { adobe: { code: "cooling_down" } },
  });
  expect(await stage.calls()).toHaveLength(calls.length);
});

test("a token of a failed test is not held, and nothing of a token is in the database", async () => {
  const stage = await makeStage();
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 500 });
  await must(testToken(stage.context, stage));
  expect(findHeldToken(stage.context.viewer, stage.credentialId)).toBeNull();
  const tested = await makeTested();
  await must(validateHeldToken(tested.context, tested));
  await must(revealHeldToken(tested.context, tested));
  const tables = [
    await getDb().tokenTest.findMany({ where: { credentialId: tested.credentialId } }),
    await getDb().auditEvent.findMany({ where: { organizationId: tested.context.viewer.organizationId } }),
  ];
  const shown = inspect(tables, { depth: 9, maxStringLength: null, maxArrayLength: null });
  for (const part of tested.token.split(".")) expect(shown).not.toContain(part);
});

test("what cannot be written down is not done: nothing is shown and Adobe is not asked", async () => {
  const stage = await makeTested();
  const { context, token } = stage;
  const calls = await stage.calls();
  const mend = await breakLog("trigger_raises", context.viewer.organizationId);
  for (const act of acts) await expect(act(context, stage)).rejects.toThrow(AuditUnavailable);
  await expect(inspectPastedToken(context, { token })).rejects.toThrow(AuditUnavailable);
  expect(await stage.calls()).toHaveLength(calls.length);
  await mend();
  expect(await must(validateHeldToken(context, stage))).toMatchObject({ isValid: true });
});

test("a pasted token is recorded, shown and told whose it is, and is not kept", async () => {
  const stage = await makeTested();
  const { context, token } = stage;
  const own = await must(inspectPastedToken(context, { token: `Bearer ${token}` }));
  expect(own.owner).toEqual({
    standing: "known",
    credentials: [{ id: stage.credentialId, name: stage.name, environment: "sandbox" }],
  });
  for (const part of token.split(".")) expect(JSON.stringify(own)).not.toContain(part);
  const pasted = async (change: object) => {
    const claims = { type: "access_token", client_id: stage.clientId, as: "ims-na1", ...change };
    return must(inspectPastedToken(context, { token: makeUnsignedToken(claims) }));
  };
  expect((await pasted({ client_id: "0".repeat(32) })).owner).toEqual({ standing: "unknown" });
  expect((await pasted({ as: "ims-na1-stg1" })).owner).toMatchObject({ standing: "elsewhere" });
  expect((await must(inspectPastedToken(context, { token: "opaque" }))).owner).toEqual({
    standing: "unnamed",
  });
  const events = await eventsOf(context);
  expect(events.map(({ action, targetId }) => [action, targetId])).toEqual([
    ["token.inspected", stage.credentialId],
    ["token.inspected", null],
    ["token.inspected", stage.credentialId],
    ["token.inspected", null],
  ]);
  expect(await inspectPastedToken(context, { token: "  " })).toMatchObject({
    failure: { kind: "invalid_input", fields: { token: expect.any(String) } },
  });
  expect(await eventsOf(context)).toHaveLength(4);
  const stranger = await must(inspectPastedToken(await makeActContext(), { token }));
  expect(stranger.owner).toEqual({ standing: "unknown" });
});

async function viewOf({ context, credentialId }: Stage) {
  const { organizationId } = context.viewer;
  const id = credentialIdSchema.parse(credentialId);
  const credential = await getDb().credential.findFirstOrThrow({
    where: { id },
    select: {
      lastTestAt: true,
      lastTestOutcome: true,
      lastTestFailureCode: true,
      lastTestDurationMs: true,
      driftedScopes: true,
    },
  });
  const scopes = await findScopes(organizationId, id);
  return { credential, scopes, lastTest: await findLastTest(organizationId, id) };
}

function testSome({ context, credentialId }: Stage, ...scopes: readonly string[]) {
  const fields = Object.fromEntries(scopes.map((scope, index) => [`scope${index}`, scope]));
  return testScopes(context, testScopesInput.parse({ credentialId, ...fields }));
}

test("a test of some scopes asks for these alone, and changes nothing of what is known", async () => {
  const stage = await makeStage({ scopes: "openid,AdobeID,read_organizations" });
  await must(addConsumer(stage.context, describeConsumer(stage.credentialId, { system: "Shop" })));
  await must(testToken(stage.context, stage));
  const testId = (await viewOf(stage)).scopes?.granted?.testId ?? "";
  await must(approveScopes(stage.context, { credentialId: stage.credentialId, testId }));
  const before = await viewOf(stage);
  const result = await must(testSome(stage, "openid", "AdobeID"));
  expect(result).toMatchObject({
    outcome: "succeeded",
    requestedScopes: ["openid", "AdobeID"],
    grantedScopes: ["openid", "AdobeID"],
  });
  await stage.control.putClient(stage.clientId, { boundScopes: [] });
  expect(await must(testSome(stage, "openid"))).toMatchObject({ outcome: "failed" });
  expect(await viewOf(stage)).toEqual(before);
  const tests = await getDb().tokenTest.findMany({
    where: { credentialId: stage.credentialId },
    orderBy: { requestedAt: "asc" },
    select: { isPartial: true, requestedScopes: true, outcome: true },
  });
  expect(tests.slice(1)).toEqual([
    { isPartial: true, requestedScopes: ["openid", "AdobeID"], outcome: "succeeded" },
    { isPartial: true, requestedScopes: ["openid"], outcome: "failed" },
  ]);
});

test("no scope, or one that the credential does not have, is not asked for", async () => {
  const stage = await makeStage();
  expect(await testSome(stage)).toMatchObject({ failure: { kind: "invalid_input" } });
  expect(await testSome(stage, "openid", "manage_client_secrets")).toMatchObject({
    failure: { kind: "conflict" },
  });
  expect(await testSome({ ...stage, context: await makeActContext() }, "openid")).toMatchObject({
    failure: { kind: "not_found" },
  });
  expect(await stage.calls()).toEqual([]);
});

test("tests of some scopes share the budget of all tests of the credential", async () => {
  const stage = await makeStage();
  for (let count = 0; count < 3; count += 1) {
    await must(testToken(stage.context, stage));
    await must(testSome(stage, "openid"));
  }
  expect(await testSome(stage, "openid")).toMatchObject({ failure: { kind: "too_many_requests" } });
  expect(await testToken(stage.context, stage)).toMatchObject({ failure: { kind: "too_many_requests" } });
});
