import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { getDb, type Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { blankSecrets } from "./blank-secrets";
import { cancelAtAdobe } from "./cancel-at-adobe";
import { describeCancellation } from "./describe-cancellation";
import { findingSchema } from "./finding";
import { getOldSecret } from "./held-secrets";
import { changeRotation, type Entry } from "./hold-rotation";
import type { LockedRotation } from "./lock-rotation";
import { putBack } from "./put-back";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";

export const cancelRotationInput = z.strictObject({
  credentialId: credentialIdInput,
  /** The new secret is deleted although somebody uses it already. */
  accept: z.literal("on").optional(),
});
type CancelRotationInput = z.infer<typeof cancelRotationInput>;

/**
 * Ends a rotation so that the secret from before its start is the current one: by taking the new secret
 * away again, or, once it is promoted, by putting the old one back. Not once the old one is being deleted.
 */
export async function cancelRotation(
  context: ActContext,
  { credentialId, accept }: CancelRotationInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = context.viewer;
  const atAdobe = await getDb().rotation.count({
    where: { organizationId, credentialId, mode: "api", state: { in: ["created", "verified"] } },
  });
  if (atAdobe > 0) return cancelAtAdobe(context, credentialId, { isUseAccepted: accept === "on" });
  return changeRotation(context, credentialId, async (locked, tx) => {
    const { mode, state, organizationId, newSecretId } = locked.rotation;
    if (state === "promoted") return decidePutBack(tx, locked);
    if (state === "binding" || state === "planned" || state === "creating") {
      return succeed(close(locked, await listUnknown(tx, locked)));
    }
    if (state === "created" || state === "verified") {
      if (mode === "api")
        return refuse("The rotation has moved on meanwhile, so nothing was done. Look again.");
      return succeed({
        ...close(locked, []),
        change: (tx) => blankSecrets(tx, { organizationId, credentialId }, { id: newSecretId ?? "" }),
      });
    }
    if (state === "deleting") {
      return refuse(
        "The old secret is being deleted, so it cannot be put back. Press Find out what happened.",
      );
    }
    return refuseOutOfTurn(locked.rotation, "Nothing was done.");
  });
}

/** A secret that Adobe did not list any more would be current and dead. */
async function decidePutBack(tx: Tx, locked: LockedRotation): Promise<Result<Entry, Failure>> {
  const { adobeSecretId } = getOldSecret(locked);
  const seenIds = await listSeen(tx, locked.rotation);
  if (adobeSecretId !== null && seenIds.length > 0 && !seenIds.includes(adobeSecretId)) {
    return refuse(
      "At the last look Adobe no longer listed the old secret, so it cannot be put back. Go on with Delete old secret, which then has nothing left to delete.",
    );
  }
  return succeed(putBack(locked));
}

function close(locked: LockedRotation, leftAtAdobe: readonly string[]): Entry {
  return { draft: describeCancellation(locked, leftAtAdobe), step: "closed" };
}

/** The secrets seen at the last look of which nobody here holds the value. */
async function listUnknown(tx: Tx, { rotation, secrets }: LockedRotation): Promise<string[]> {
  const finding = findingSchema.safeParse(rotation.finding).data;
  const seenIds =
    finding === undefined || finding.kind === "nothing_new"
      ? await listSeen(tx, rotation)
      : finding.adobeSecretIds;
  return seenIds.filter((id) => !secrets.some(({ adobeSecretId }) => adobeSecretId === id));
}

async function listSeen(
  tx: Tx,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
): Promise<string[]> {
  const where = { organizationId, rotationId: id, source: "adobe" as const };
  const [newest] = await tx.secretUsage.findMany({ where, orderBy: { checkedAt: "desc" }, take: 1 });
  if (newest === undefined) return [];
  const looked = await tx.secretUsage.findMany({
    where: { ...where, checkedAt: newest.checkedAt },
    select: { secretKey: true },
  });
  return looked.map(({ secretKey }) => secretKey);
}
