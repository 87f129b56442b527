import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { RemoveConsumerInput } from "./consumer-input";

/**
 * Takes a consumer off the list. Its row stays, so that the records of earlier rotations still name it.
 * Doing it twice has one effect and one event.
 */
export async function removeConsumer(
  { viewer, origin }: ActContext,
  { credentialId, consumerId }: RemoveConsumerInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const where = { organizationId, credentialId, id: consumerId };
    const stored = await tx.consumer.findFirst({ where, select: { system: true, removedAt: true } });
    if (stored === null) return fail({ kind: "not_found" });
    if (stored.removedAt !== null) return succeed(null);
    await tx.consumer.updateMany({ where, data: { removedAt: new Date() } });
    await recordEvent(tx, organizationId, origin, {
      action: "consumer.removed",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { consumerId, system: stored.system },
    });
    return succeed(null);
  });
}
