import { z } from "zod";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { changeRotation } from "@/lib/rotation/lease/hold-rotation";
import type { RotationState } from "@/lib/rotation/policy/rotation-state";
import { refuse, refuseOutOfTurn } from "./refuse-out-of-turn";
import { targetOf } from "./target-of";

export const acknowledgeConsumerInput = z.strictObject({
  credentialId: credentialIdInput,
  consumerId: z.uuid("There is no such consumer."),
});
type AcknowledgeConsumerInput = z.infer<typeof acknowledgeConsumerInput>;

const handingOver: readonly RotationState[] = ["created", "verified", "promoted"];

/** Ticks a consumer: it has the new secret. */
export function confirmConsumer(context: ActContext, input: AcknowledgeConsumerInput) {
  return setConfirmed(context, input, true);
}

/** Takes the tick back. */
export function unconfirmConsumer(context: ActContext, input: AcknowledgeConsumerInput) {
  return setConfirmed(context, input, false);
}

/** Doing it twice has one effect and one event. */
async function setConfirmed(
  context: ActContext,
  { credentialId, consumerId }: AcknowledgeConsumerInput,
  isConfirmed: boolean,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = context.viewer;
  return changeRotation(context, credentialId, async (locked, tx) => {
    const { rotation } = locked;
    const consumer = await findConsumer(tx, { organizationId, credentialId, id: consumerId });
    if (consumer === null) return fail({ kind: "not_found" });
    if (consumer.removedAt !== null) {
      return refuse(`${consumer.system} was removed from the consumers meanwhile, so nothing was changed.`);
    }
    if (!handingOver.includes(rotation.state)) {
      return refuseOutOfTurn(
        rotation,
        "There is no new secret to hand over yet, so nothing was ticked. Add it first.",
      );
    }
    const place = { organizationId, rotationId: rotation.id, consumerId };
    const isTicked = (await tx.rotationAcknowledgement.count({ where: place })) > 0;
    if (isTicked === isConfirmed) return succeed(null);
    return succeed({
      change: async (writer) => {
        if (isConfirmed) {
          await writer.rotationAcknowledgement.create({
            data: { ...place, acknowledgedAt: new Date(), acknowledgedById: userId },
          });
        } else await writer.rotationAcknowledgement.deleteMany({ where: place });
      },
      draft: {
        action: isConfirmed ? "consumer.confirmed" : "consumer.unconfirmed",
        outcome: "succeeded",
        target: targetOf(locked),
        detail: { rotationId: rotation.id, consumerId, system: consumer.system },
      },
    });
  });
}

function findConsumer(tx: Tx, where: { organizationId: string; credentialId: string; id: string }) {
  return tx.consumer.findFirst({ where, select: { system: true, removedAt: true } });
}
