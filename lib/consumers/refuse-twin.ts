import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { AddConsumerInput } from "./consumer-input";

/** Refuses a consumer that is listed already, word for word: it would have to be ticked twice. */
export async function refuseTwin(
  tx: Tx,
  organizationId: string,
  { credentialId, system, owner, location }: AddConsumerInput,
  exceptId: string | null = null,
): Promise<Result<null, Failure>> {
  const twins = await tx.consumer.count({
    where: {
      organizationId,
      credentialId,
      system,
      owner,
      location,
      removedAt: null,
      ...(exceptId !== null && { id: { not: exceptId } }),
    },
  });
  if (twins === 0) return succeed(null);
  return fail({
    kind: "invalid_input",
    fields: {
      system: "This consumer is listed already. Name another owner or place if it is another deployment.",
    },
  });
}
