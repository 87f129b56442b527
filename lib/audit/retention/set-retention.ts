import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import { lockRetention } from "./lock-retention";
import type { SetRetentionInput } from "./retention-input";

/** Says how long the organization's events are kept. The same number again leaves no event. */
export async function setRetention(
  { viewer, origin }: ActContext,
  { days }: SetRetentionInput,
): Promise<Result<null, Failure>> {
  const { organizationId } = viewer;
  return inTransaction(async (tx) => {
    const stored = await lockRetention(tx, organizationId);
    if (stored === null) return fail({ kind: "not_found" });
    const { name, retentionDays: before } = stored;
    if (before === days) return succeed(null);
    await tx.organization.updateMany({ where: { id: organizationId }, data: { retentionDays: days } });
    await recordEvent(tx, organizationId, origin, {
      action: "log.retention_set",
      outcome: "succeeded",
      target: { type: "organization", id: organizationId, name },
      detail: { days, before },
    });
    return succeed(null);
  });
}
