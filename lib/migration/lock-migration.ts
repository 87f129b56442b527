import { lockCredential } from "@/lib/credentials/lock-credential";
import type { Tx } from "@/lib/db/client";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";

type LockedCredential = NonNullable<Awaited<ReturnType<typeof lockCredential>>>;

export interface LockedMigration {
  readonly credential: LockedCredential;
  readonly migration: OpenMigration;
}

interface OpenMigration {
  readonly id: string;
  readonly oauthWorkedAt: Date | null;
  readonly lastJwtUseAt: Date | null;
  readonly lastOauthUseAt: Date | null;
  readonly useTypedAt: Date | null;
}

/** Holds a credential whose migration is under way. Everything that changes a migration begins here. */
export async function lockMigration(
  tx: Tx,
  organizationId: OrganizationId,
  credentialId: string,
): Promise<Result<LockedMigration, Failure>> {
  const credential = await lockCredential(tx, organizationId, credentialId);
  if (credential === null) return fail({ kind: "not_found" });
  const migration = await tx.migration.findFirst({
    where: { organizationId, credentialId, endedAt: null },
    select: {
      id: true,
      oauthWorkedAt: true,
      lastJwtUseAt: true,
      lastOauthUseAt: true,
      useTypedAt: true,
    },
  });
  if (migration === null) {
    return fail({
      kind: "conflict",
      message: "No migration of this credential is under way any more, so nothing was done. Reload the page.",
    });
  }
  return succeed({ credential, migration });
}
