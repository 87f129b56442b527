import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { selectConsumer } from "./consumer-columns";
import type { EditConsumerInput } from "./consumer-input";
import { refuseTwin } from "./refuse-twin";

/** Corrects what is said of a consumer. Its ticks stay, and an edit that changes nothing leaves no event. */
export async function editConsumer(
  { viewer, origin }: ActContext,
  input: EditConsumerInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  const { credentialId, consumerId, ...facts } = input;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const where = { organizationId, credentialId, id: consumerId };
    const stored = await tx.consumer.findFirst({
      where,
      select: { ...selectConsumer, removedAt: true },
    });
    if (stored === null) return fail({ kind: "not_found" });
    if (stored.removedAt !== null) {
      return fail({
        kind: "conflict",
        message: `${stored.system} was removed from the consumers meanwhile, so nothing was changed.`,
      });
    }
    if (isSame(stored, facts)) return succeed(null);
    const twin = await refuseTwin(tx, organizationId, input, consumerId);
    if (!twin.ok) return twin;
    await tx.consumer.updateMany({ where, data: facts });
    await recordEvent(tx, organizationId, origin, {
      action: "consumer.edited",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { consumerId, system: facts.system },
    });
    return succeed(null);
  });
}

type Facts = Omit<EditConsumerInput, "credentialId" | "consumerId">;

function isSame(stored: Facts, wanted: Facts): boolean {
  const { scopes, ...words } = wanted;
  const before = new Map<string, unknown>(Object.entries(stored));
  return (
    Object.entries(words).every(([column, value]) => before.get(column) === value) &&
    stored.scopes.join(" ") === scopes.join(" ")
  );
}
