import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { type Result, succeed } from "@/lib/result";
import { typedTimeInput } from "@/lib/rotation/typed-time-input";
import { lockMigration } from "./lock-migration";

export const typeUsesInput = z.strictObject({
  credentialId: credentialIdInput,
  lastJwtUseAt: typedTimeInput,
  lastOauthUseAt: typedTimeInput,
});
type TypeUsesInput = z.infer<typeof typeUsesInput>;

/** Keeps what a person read in the Developer Console of the last use of both. */
export async function typeUses(
  { viewer, origin }: ActContext,
  { credentialId, lastJwtUseAt, lastOauthUseAt }: TypeUsesInput,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  return inTransaction(async (tx) => {
    const locked = await lockMigration(tx, organizationId, credentialId);
    if (!locked.ok) return locked;
    const { credential, migration } = locked.value;
    await tx.migration.updateMany({
      where: { organizationId, id: migration.id },
      data: { lastJwtUseAt, lastOauthUseAt, useTypedAt: new Date(), useTypedById: userId },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "migration.use_typed",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: {
        migrationId: migration.id,
        lastJwtUseAt: lastJwtUseAt?.toISOString() ?? null,
        lastOauthUseAt: lastOauthUseAt?.toISOString() ?? null,
      },
    });
    return succeed(null);
  });
}
