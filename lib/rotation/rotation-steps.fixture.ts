import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import type { Result } from "@/lib/result";
import { addSecretAtAdobe } from "./add-secret";
import { pasteSecret, pasteSecretInput } from "./paste-secret";
import { promoteSecret } from "./promote-secret";
import type { Stage } from "./rotation.fixture";
import { startRotation, startRotationInput } from "./start-rotation";
import { startVerification } from "./verify-secret";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** For tests: a secret that somebody used three days ago, and nobody since. */
export const quietSecret = () => ({
  createdAtMs: Date.now() - 30 * dayMs,
  lastUsedAtMs: Date.now() - 3 * dayMs,
});

/** For tests: what must succeed, and says what went wrong where it does not. */
export async function must<T>(asked: Promise<Result<T, Failure>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(`This was to succeed: ${JSON.stringify(result.failure)}.`);
  return result.value;
}

/** For tests: goes on to a new secret that is added and waits to be verified. */
export async function goToCreated({ context, credentialId }: Stage): Promise<void> {
  await must(startRotation(context, startRotationInput.parse({ credentialId })));
  await must(addSecretAtAdobe(context, { credentialId }));
}

/** For tests: the same without Adobe's API. @returns the value that was made in the Developer Console. */
export async function goToPasted({ context, credentialId, control, clientId }: Stage): Promise<string> {
  await must(startRotation(context, startRotationInput.parse({ credentialId, mode: "manual" })));
  const { value } = await control.addSecret(clientId);
  await must(pasteSecret(context, pasteSecretInput.parse({ credentialId, clientSecret: value })));
  return value;
}

/** For tests: verifies the new secret, and waits for the end of it. */
export async function verifyNow({ context, credentialId }: Stage): Promise<void> {
  const jobs: Promise<void>[] = [];
  const runLater = (work: () => Promise<void>) => void jobs.push(work());
  await must(
    startVerification(
      context,
      { credentialId },
      { runLater, limits: { limitMs: 5_000, firstBackoffMs: 50 } },
    ),
  );
  await Promise.all(jobs);
}

/** For tests: goes on to a promoted secret, an hour ago, so that no use from now on is near one of ours. */
export async function goToPromoted(stage: Stage): Promise<void> {
  await goToCreated(stage);
  await verifyAndPromote(stage);
}

/** For tests: the second half of the way to a promoted secret. */
export async function verifyAndPromote(stage: Stage): Promise<void> {
  const { context, credentialId } = stage;
  await verifyNow(stage);
  await must(promoteSecret(context, { credentialId }));
  await letHoursPass(stage, 1);
}

/** For tests: makes everything that happened so far happen earlier, here and at the sandbox. */
export async function letHoursPass(stage: Stage, hours: number): Promise<void> {
  const db = getDb();
  const { organizationId } = stage.context.viewer;
  const interval = `${hours} hours`;
  await db.$executeRaw`UPDATE "SecretGrant" SET "sentAt" = "sentAt" - ${interval}::interval,
    "answeredAt" = "answeredAt" - ${interval}::interval WHERE "organizationId" = ${organizationId}::uuid`;
  await db.$executeRaw`UPDATE "SecretUsage" SET "checkedAt" = "checkedAt" - ${interval}::interval,
    "lastUsedAt" = "lastUsedAt" - ${interval}::interval WHERE "organizationId" = ${organizationId}::uuid`;
  await db.$executeRaw`UPDATE "Rotation" SET "promotedAt" = "promotedAt" - ${interval}::interval
    WHERE "organizationId" = ${organizationId}::uuid`;
  for (const { uuid, createdAtMs, lastUsedAtMs } of await stage.atAdobe()) {
    await stage.control.setSecretTimes(stage.clientId, uuid, {
      createdAtMs: createdAtMs - hours * hourMs,
      lastUsedAtMs: lastUsedAtMs === null ? null : lastUsedAtMs - hours * hourMs,
    });
  }
}

/** For tests: somebody else asks for a token. @returns whether Adobe gave one. */
export async function useElsewhere({ clientId }: Stage, clientSecret: string): Promise<boolean> {
  const answer = await fetch(`${process.env.SANDBOX_URL}/ims/token/v3`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: "openid,AdobeID",
    }),
  });
  return answer.ok;
}

/** For tests: the old and the new secret as the sandbox knows them. */
export async function secretsOf(stage: Stage) {
  const { oldSecretId, newSecretId } = await stage.rotation();
  const [listed, stored] = await Promise.all([stage.atAdobe(), stage.stored()]);
  const find = (id: string | null) => {
    const held = stored.find((secret) => secret.id === id);
    return listed.find(({ uuid }) => uuid.replaceAll("-", "") === held?.adobeSecretId);
  };
  return { old: find(oldSecretId), fresh: find(newSecretId) };
}
