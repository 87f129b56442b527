import { setTimeout as pause } from "node:timers/promises";
import type { AddedSecret } from "@/lib/adobe/console-secrets";
import { shortenSecretId } from "@/lib/audit/words/event-sentence";
import type { ActContext } from "@/lib/auth/act-context";
import { sealClientSecret } from "@/lib/credentials/seal-client-secret";
import { getDb } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { describeThrown, writeLog } from "@/lib/log";
import { type Result, succeed } from "@/lib/result";
import type { Entry, HeldRotation } from "@/lib/rotation/lease/hold-rotation";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import { refuse } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

const maxTries = 5;

/**
 * Stores a secret that Adobe has given once and never gives again. A database that is away for a moment
 * is waited for, up to ten seconds; after that the value is lost and a person decides about the secret.
 */
export async function storeAddedSecret(
  { viewer }: ActContext,
  { locked, settle }: HeldRotation,
  { adobeSecretId, clientSecret }: AddedSecret,
): Promise<Result<null, Failure>> {
  const { rotation } = locked;
  const { organizationId, credentialId } = rotation;
  const place = { organizationId: viewer.organizationId, credentialId, createdById: viewer.userId };
  const row = await sealClientSecret(place, clientSecret, "pending");
  const entry: Entry = {
    draft: {
      action: "secret.added",
      outcome: "succeeded",
      target: targetOf(locked),
      detail: {
        rotationId: rotation.id,
        adobeSecretId,
        fingerprint: showFingerprint(row.fingerprint),
        effect: "made",
        failureCode: null,
      },
    },
    step: "added",
    data: { newSecretId: row.id, addedAt: new Date(), addRequestedAt: null, lastFailureCode: null },
    change: async (tx) => {
      await tx.clientSecret.create({ data: { ...row, adobeSecretId }, select: { id: true } });
    },
  };
  for (let tried = 1; ; tried += 1) {
    try {
      // The commit may have been carried out although its answer was lost.
      const where = { organizationId, id: row.id };
      const isStored = tried > 1 && (await getDb().clientSecret.count({ where })) > 0;
      const settled = isStored ? succeed(null) : await settle(entry);
      return settled.ok ? settled : refuse(explainLoss(adobeSecretId));
    } catch (thrown) {
      writeLog("rotation.secret_not_stored", { tried, ...describeThrown(thrown) });
      if (tried === maxTries) throw thrown;
      await pause(tried * 1_000);
    }
  }
}

function explainLoss(adobeSecretId: string): string {
  return `Adobe added the secret ${shortenSecretId(adobeSecretId)}, but by then somebody else had gone on with the rotation, so its value was not stored. Press Find out what happened: it can be pasted from the Developer Console, or deleted.`;
}
