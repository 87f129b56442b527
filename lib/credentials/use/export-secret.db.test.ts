import { expect, test } from "vitest";
import { makeActContext } from "@/lib/auth/act-context.fixture";
import { archiveCredential } from "@/lib/credentials/archive-credential";
import { getDb } from "@/lib/db/client";
import { openSandbox, sentenceOf } from "@/lib/rotation/rotation.fixture";
import { must } from "@/lib/rotation/rotation-steps.fixture";
import { exportSecret } from "./export-secret";

const { stage: makeStage } = openSandbox();

async function eventsOf(credentialId: string) {
  return getDb().auditEvent.findMany({
    where: { targetId: credentialId, action: "secret.exported" },
    select: { actorId: true, payload: true },
  });
}

test("the current secret is put into the lines, and the log names who saw which, without it", async () => {
  const { context, credentialId, atAdobe } = await makeStage();
  const [held] = await atAdobe();
  const snippets = await must(exportSecret(context, { credentialId }));
  expect(snippets.length).toBeGreaterThan(2);
  for (const { text } of snippets) expect(text).toContain(held?.value ?? "no secret");
  const [event, ...others] = await eventsOf(credentialId);
  expect(others).toEqual([]);
  expect(event?.actorId).toBe(context.viewer.userId);
  expect(event?.payload).not.toContain(held?.value);
});

test("no event, no secret", async () => {
  const { context, credentialId } = await makeStage();
  const broken = { ...context, origin: { ...context.origin, requestId: "not an id" } };
  await expect(exportSecret(broken, { credentialId })).rejects.toThrow();
  expect(await eventsOf(credentialId)).toEqual([]);
});

test("an archived credential's secret and somebody else's are not shown", async () => {
  const { context, credentialId } = await makeStage();
  expect(sentenceOf(await exportSecret(await makeActContext(), { credentialId }))).toBe("not_found");
  await archiveCredential(context, { credentialId });
  expect(sentenceOf(await exportSecret(context, { credentialId }))).toContain("archived");
  expect(await eventsOf(credentialId)).toEqual([]);
});
