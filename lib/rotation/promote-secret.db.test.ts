import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { getDb } from "@/lib/db/client";
import { testToken } from "@/lib/tokens/test-token";
import { promoteSecret } from "./promote-secret";
import { openSandbox, sentenceOf } from "./rotation.fixture";
import {
  goToCreated,
  goToPromoted,
  letHoursPass,
  must,
  secretsOf,
  verifyNow,
} from "./rotation-steps.fixture";

const { stage: makeStage } = openSandbox();

test("promoting swaps both secrets in one transaction, and both still open", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  await verifyNow(stage);
  const { oldSecretId, newSecretId } = await stage.rotation();
  await must(promoteSecret(stage.context, stage));
  const stored = await stage.stored();
  expect(stored.map(({ id, state }) => [id, state])).toEqual([
    [oldSecretId, "previous"],
    [newSecretId, "current"],
  ]);
  expect(stored.every(({ sealed }) => sealed !== null)).toBe(true);
  expect(await stage.rotation()).toMatchObject({ state: "promoted", promotedAt: expect.any(Date) });
  expect((await stage.story()).at(-1)).toBe("secret.promoted succeeded");
});

test("when the event cannot be written, nothing is promoted", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  await verifyNow(stage);
  const broken = { ...stage.context, origin: { ...stage.context.origin, requestId: "not an id" } };
  await expect(promoteSecret(broken, stage)).rejects.toThrow();
  expect((await stage.rotation()).state).toBe("verified");
  expect((await stage.stored()).map(({ state }) => state)).toEqual(["current", "pending"]);
});

test("a secret that is not verified is not promoted", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  expect(sentenceOf(await promoteSecret(stage.context, stage))).toContain("not verified yet");
  expect((await stage.rotation()).state).toBe("created");
});

test("pressed ten times at once, it is promoted once", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  await verifyNow(stage);
  await Promise.all(Array.from({ length: 10 }, () => must(promoteSecret(stage.context, stage))));
  expect((await stage.story()).filter((line) => line.startsWith("secret.promoted"))).toHaveLength(1);
  const where = { credentialId: stage.credentialId, state: "current" } as const;
  expect(await getDb().clientSecret.count({ where })).toBe(1);
});

test("after the promotion Latchkey signs with the new secret only", async () => {
  const stage = await makeStage();
  await goToPromoted(stage);
  const before = await secretsOf(stage);
  await must(testToken(stage.context, stage));
  const after = await secretsOf(stage);
  expect(after.old?.lastUsedAtMs).toBe(before.old?.lastUsedAtMs);
  expect(after.fresh?.lastUsedAtMs).toBeGreaterThan(before.fresh?.lastUsedAtMs ?? 0);
});

test("somebody of another organization finds nothing to promote", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  await verifyNow(stage);
  await letHoursPass(stage, 1);
  expect(await promoteSecret(await makeActContext(), stage)).toMatchObject({
    failure: { kind: "not_found" },
  });
  expect((await stage.rotation()).state).toBe("verified");
});

test("a secret whose deletion may still be carried out is not promoted", async () => {
  const stage = await makeStage();
  await goToCreated(stage);
  await verifyNow(stage);
  const [, fresh] = await stage.stored();
  const where = { credentialId: stage.credentialId };
  await getDb().rotation.updateMany({ where, data: { removingId: fresh?.adobeSecretId ?? null } });
  expect(sentenceOf(await promoteSecret(stage.context, stage))).toContain("may still be carried out");
  expect((await stage.rotation()).state).toBe("verified");
  await getDb().rotation.updateMany({ where, data: { lastActAt: new Date(Date.now() - 3_600_000) } });
  await must(promoteSecret(stage.context, stage));
});
