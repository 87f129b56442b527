import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { getDb, type Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { blankSecrets } from "@/lib/rotation/console/blank-secrets";
import { getNewSecret } from "@/lib/rotation/console/held-secrets";
import { changeRotation, type Entry } from "@/lib/rotation/lease/hold-rotation";
import type { LockedRotation } from "@/lib/rotation/lease/lock-rotation";
import { findingSchema } from "@/lib/rotation/policy/finding";
import { describeCancellation } from "@/lib/rotation/view/describe-cancellation";
import { cancelAtAdobe } from "./cancel-at-adobe";
import { putBack } from "./put-back";
import { refuse } from "./refuse-out-of-turn";

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
  const live = await getDb().rotation.findFirst({
    where: { organizationId, credentialId, state: { notIn: ["done", "cancelled"] } },
    select: { state: true, mode: true },
  });
  if (live?.state === "promoted") return putBack(context, credentialId);
  if (live?.mode === "api" && (live.state === "created" || live.state === "verified")) {
    return cancelAtAdobe(context, credentialId, { isUseAccepted: accept === "on" });
  }
  return changeRotation(context, credentialId, (locked, tx) => decide(tx, locked));
}

/** Cancels where Adobe need not be asked. */
async function decide(tx: Tx, locked: LockedRotation): Promise<Result<Entry, Failure>> {
  const { mode, state } = locked.rotation;
  switch (state) {
    case "binding":
    case "planned":
    case "creating":
    case "removing":
      return succeed(close(locked, await listUnknown(tx, locked)));
    case "cancelling": {
      const { adobeSecretId } = getNewSecret(locked);
      return succeed(closeAndBlank(locked, adobeSecretId === null ? [] : [adobeSecretId]));
    }
    case "created":
    case "verified":
      return mode === "api" ? refuse(movedOn) : succeed(closeAndBlank(locked, []));
    case "promoted":
      return refuse(movedOn);
    default:
      return refuse(
        "The old secret is being deleted, so it cannot be put back. Press Find out what happened first.",
      );
  }
}

const movedOn = "The rotation has moved on meanwhile, so nothing was done. Look again.";

function close(locked: LockedRotation, leftAtAdobe: readonly string[]): Entry {
  return { draft: describeCancellation(locked, leftAtAdobe), step: "closed" };
}

/** The same where a new secret was stored, which is not going to be used. */
function closeAndBlank(locked: LockedRotation, leftAtAdobe: readonly string[]): Entry {
  const { id } = getNewSecret(locked);
  return { ...close(locked, leftAtAdobe), change: (tx) => blankSecrets(tx, locked.rotation, { id }) };
}

/** The secrets seen at the last look of which nobody here holds the value. */
async function listUnknown(tx: Tx, { rotation, secrets }: LockedRotation): Promise<string[]> {
  if (rotation.removingId !== null) return [rotation.removingId];
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
