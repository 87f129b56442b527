import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { EditConsumerInput } from "./consumer-input";
import { refuseTwin } from "./refuse-twin";

/** Corrects what is said of a consumer. Its ticks stay, and an edit that changes nothing leaves no event. */
export async function editConsumer(
  { viewer, origin }: ActContext,
  input: EditConsumerInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const { credentialId, consumerId, system, owner, location } = input;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const where = { organizationId, credentialId, id: consumerId };
    const stored = await tx.consumer.findFirst({
      where,
      select: { system: true, owner: true, location: true, removedAt: true },
    });
    if (stored === null) return fail({ kind: "not_found" });
    if (stored.removedAt !== null) {
      return fail({
        kind: "conflict",
        message: `${stored.system} was removed from the consumers meanwhile, so nothing was changed.`,
      });
    }
    if (stored.system === system && stored.owner === owner && stored.location === location) {
      return succeed(null);
    }
    const twin = await refuseTwin(tx, organizationId, input, consumerId);
    if (!twin.ok) return twin;
    await tx.consumer.updateMany({ where, data: { system, owner, location } });
    await recordEvent(tx, organizationId, origin, {
      action: "consumer.edited",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { consumerId, system },
    });
    return succeed(null);
  });
}
