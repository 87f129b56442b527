import { expect, test } from "vitest";
import { findKnownToken } from "@/lib/rotation/console/console-tokens";
import { listKnownTokens } from "@/lib/rotation/console/known-tokens";
import { testToken } from "@/lib/tokens/test-token";
import { invalidateKnownTokens } from "./invalidate-tokens";
import { openSandbox, type Stage, sentenceOf } from "./rotation.fixture";
import { goToCreated, goToPromoted, must, secretsOf } from "./rotation-steps.fixture";

const sandbox = openSandbox();

/** Whether Adobe's API still takes the token. */
async function isAccepted({ clientId, control }: Stage, token: string): Promise<boolean> {
  const { adobeOrganizationId, adobeCredentialId } = await control.putClient(clientId);
  const path = `/console/organizations/${adobeOrganizationId}/credentials/${adobeCredentialId}/secrets`;
  const headers = { authorization: `Bearer ${token}`, "x-api-key": clientId };
  return (await fetch(`${process.env.SANDBOX_URL}${path}`, { headers })).ok;
}

test("the token of the old secret that is known here dies, and the old secret is not used for it", async () => {
  const stage = await sandbox.stage();
  await goToPromoted(stage);
  const { oldSecretId } = await stage.rotation();
  const token = (await findKnownToken(oldSecretId))?.reveal() ?? "";
  expect(await isAccepted(stage, token)).toBe(true);
  const before = await secretsOf(stage);
  await must(invalidateKnownTokens(stage.context, stage));
  expect(await isAccepted(stage, token)).toBe(false);
  expect(findKnownToken(oldSecretId)).toBeUndefined();
  expect((await secretsOf(stage)).old?.lastUsedAtMs).toBe(before.old?.lastUsedAtMs);
  expect((await stage.story()).slice(-2)).toEqual([
    "token.invalidate_requested requested",
    "token.invalidated succeeded",
  ]);
});

test("a token that a test of the old secret left in memory dies with it", async () => {
  const stage = await sandbox.stage();
  await must(testToken(stage.context, stage));
  await goToPromoted(stage);
  const { oldSecretId } = await stage.rotation();
  const known = await listKnownTokens(oldSecretId);
  expect(known).toHaveLength(2);
  await must(invalidateKnownTokens(stage.context, stage));
  for (const token of known) expect(await isAccepted(stage, token.reveal())).toBe(false);
  expect(await listKnownTokens(oldSecretId)).toEqual([]);
  expect((await stage.events()).at(-1)).toMatchObject({ outcome: "succeeded", detail: { count: 2 } });
});

test("done twice, Adobe is asked once; a token of the new secret lives on", async () => {
  const stage = await sandbox.stage();
  await goToPromoted(stage);
  const { newSecretId } = await stage.rotation();
  await must(invalidateKnownTokens(stage.context, stage));
  await must(invalidateKnownTokens(stage.context, stage));
  expect(await stage.calls("invalidate")).toHaveLength(1);
  const token = (await findKnownToken(newSecretId ?? ""))?.reveal() ?? "";
  expect(await isAccepted(stage, token)).toBe(true);
});

test("when Adobe does not answer, the token is still known and can be ended later", async () => {
  const stage = await sandbox.stage();
  await goToPromoted(stage);
  const { oldSecretId } = await stage.rotation();
  await stage.control.setFaults(stage.clientId, { kind: "serverError", status: 503, call: "invalidate" });
  expect(await invalidateKnownTokens(stage.context, stage)).toMatchObject({ failure: { kind: "adobe" } });
  expect(findKnownToken(oldSecretId)).toBeDefined();
  expect((await stage.events()).at(-1)).toMatchObject({ outcome: "failed", detail: { count: 0 } });
  await stage.control.clearFaults(stage.clientId);
  await must(invalidateKnownTokens(stage.context, stage));
});

test("before the promotion the old secret's token is needed and left alone", async () => {
  const stage = await sandbox.stage();
  await goToCreated(stage);
  expect(sentenceOf(await invalidateKnownTokens(stage.context, stage))).toContain(
    "Promote the new one first",
  );
  expect(await stage.calls("invalidate")).toEqual([]);
});
