import { z } from "zod";
import type { EventDraft } from "@/lib/audit/event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { newSecretUsageId, type OrganizationId } from "@/lib/ids";
import { type Result, succeed } from "@/lib/result";
import { getNewSecret, getOldSecret } from "@/lib/rotation/console/held-secrets";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import { isOwnUse } from "@/lib/rotation/policy/is-own-use";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { listOwnGrants } from "@/lib/tokens/own-grants";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";
import { typedTimeInput } from "./typed-time-input";

export const typeLastUseInput = z.strictObject({
  credentialId: credentialIdInput,
  oldLastUsedAt: typedTimeInput,
  newLastUsedAt: typedTimeInput,
});
type TypeLastUseInput = z.infer<typeof typeLastUseInput>;

const minuteMs = 60_000;

interface Reading {
  readonly secret: StoredSecret;
  readonly lastUsedAt: Date | null;
  readonly isOurs: boolean;
}

/**
 * Keeps the last uses that a person read in the Developer Console, as evidence like Adobe's own. The
 * same reading sent again within a minute is the same check.
 */
export async function typeLastUse(
  context: ActContext,
  { credentialId, oldLastUsedAt, newLastUsedAt }: TypeLastUseInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  return changeRotation(context, credentialId, async (locked, tx) => {
    const { rotation } = locked;
    if (rotation.mode === "api") {
      return refuse("Adobe tells the last uses of this rotation itself. Press Check last use.");
    }
    if (rotation.state !== "promoted") {
      return refuseOutOfTurn(
        rotation,
        "The new secret is not promoted yet, so last uses decide nothing. Promote it first.",
      );
    }
    const old = await judgeReading(organizationId, getOldSecret(locked), oldLastUsedAt);
    // A whole minute counts as ours here, and there it does not: in doubt the old secret stays longer.
    const inDoubt = { precisionMs: minuteMs, isWhole: true };
    const fresh = await judgeReading(organizationId, getNewSecret(locked), newLastUsedAt, inDoubt);
    const checkedAt = new Date();
    if ((await isRepeated(tx, locked, old, checkedAt)) && (await isRepeated(tx, locked, fresh, checkedAt))) {
      return succeed(null);
    }
    return succeed({
      change: async (writer) => {
        for (const reading of [old, fresh]) await keepReading(writer, locked, reading, checkedAt);
      },
      draft: draftOf(locked, old),
      further: [draftOf(locked, fresh)],
    });
  });
}

async function judgeReading(
  organizationId: OrganizationId,
  secret: StoredSecret,
  lastUsedAt: Date | null,
  telling: Parameters<typeof isOwnUse>[2] = {},
): Promise<Reading> {
  if (lastUsedAt === null) return { secret, lastUsedAt, isOurs: false };
  const grants = await listOwnGrants(organizationId, secret.id);
  return { secret, lastUsedAt, isOurs: isOwnUse(lastUsedAt, grants, telling) };
}

async function isRepeated(
  tx: Tx,
  { rotation }: LockedRotation,
  { secret, lastUsedAt }: Reading,
  checkedAt: Date,
): Promise<boolean> {
  const { organizationId, id } = rotation;
  const newest = await tx.secretUsage.findFirst({
    where: { organizationId, rotationId: id, secretKey: secret.id },
    orderBy: { checkedAt: "desc" },
    select: { lastUsedAt: true, checkedAt: true },
  });
  if (newest === null || checkedAt.getTime() - newest.checkedAt.getTime() >= minuteMs) return false;
  return newest.lastUsedAt?.getTime() === lastUsedAt?.getTime();
}

async function keepReading(
  tx: Tx,
  { rotation, credential }: LockedRotation,
  { secret, lastUsedAt, isOurs }: Reading,
  checkedAt: Date,
): Promise<void> {
  await tx.secretUsage.create({
    data: {
      id: newSecretUsageId(),
      organizationId: rotation.organizationId,
      credentialId: credential.id,
      rotationId: rotation.id,
      secretKey: secret.id,
      secretCreatedAt: secret.createdAt,
      lastUsedAt,
      isOurs,
      checkedAt,
      source: "typed",
    },
    select: { id: true },
  });
}

function draftOf(locked: LockedRotation, { secret, lastUsedAt }: Reading): EventDraft {
  return {
    action: "secret.use_typed",
    outcome: "succeeded",
    target: targetOf(locked),
    detail: {
      rotationId: locked.rotation.id,
      fingerprint: showFingerprint(secret.fingerprint),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    },
  };
}
