import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { organizationIdSchema } from "@/lib/ids";
import { type Result, succeed } from "@/lib/result";
import { ofOrganization } from "./find-log-alarm";
import { lockRestore } from "./lock-restore";

/** Everything that is asked stands in the log already. */
export const acknowledgeRestoreInput = z.strictObject({});

/**
 * Ends the alarm of the viewer's organization, and the instance's if there is one. Receipts of what was given
 * up no longer count, which the event says. Where no alarm stands, because somebody was quicker, nothing is done.
 */
export async function acknowledgeRestore(
  { viewer, origin }: ActContext,
  _input: z.infer<typeof acknowledgeRestoreInput>,
): Promise<Result<null, Failure>> {
  const { organizationId, organizationName } = viewer;
  await inTransaction(async (tx) => {
    await lockRestore(tx);
    const where = ofOrganization(organizationId);
    const alarms = await tx.logAlarm.findMany({ where, orderBy: { chainId: "desc" } });
    await tx.logAlarm.deleteMany({ where });
    for (const { chainId, receiptSeq, keptSeq } of alarms) {
      await recordEvent(tx, organizationIdSchema.parse(chainId), origin, {
        action: "log.restore_acknowledged",
        outcome: "succeeded",
        target: { type: "organization", id: organizationId, name: organizationName },
        detail: { receiptSeq: Number(receiptSeq), keptSeq: Number(keptSeq) },
      });
    }
  });
  return succeed(null);
}
