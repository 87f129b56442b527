/**
 * The room of consumers: the systems that use a credential, so that a rotation knows to whom the new
 * secret has to be handed. Nothing here calls Adobe, and no secret passes through.
 */

import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newConsumerId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { AddConsumerInput } from "./consumer-input";
import { refuseTwin } from "./refuse-twin";

/** More would not be a list that people tick one by one. */
const maxConsumers = 100;

/** Adds a system that uses the credential. A rotation under way then waits for it too. */
export async function addConsumer(
  { viewer, origin }: ActContext,
  input: AddConsumerInput,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  const { credentialId, ...facts } = input;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const twin = await refuseTwin(tx, organizationId, input);
    if (!twin.ok) return twin;
    const place = { organizationId, credentialId };
    if ((await tx.consumer.count({ where: { ...place, removedAt: null } })) >= maxConsumers) {
      return fail({
        kind: "conflict",
        message: `A credential has room for ${maxConsumers} consumers. Remove one that is gone, or list several as one.`,
      });
    }
    const id = newConsumerId();
    await tx.consumer.create({
      data: { ...place, ...facts, id, createdById: userId },
      select: { id: true },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "consumer.added",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { consumerId: id, system: facts.system },
    });
    return succeed(null);
  });
}
