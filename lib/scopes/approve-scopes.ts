import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import { credentialIdInput } from "@/lib/credentials/credential-input";
import { lockCredential } from "@/lib/credentials/lock-credential";
import { inTransaction } from "@/lib/db/transaction";
import type { Failure } from "@/lib/failure";
import { newScopeBaselineId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { compareScopes, listDrifted, without } from "./compare-scopes";
import { findBaseline } from "./find-baseline";
import { findGranted } from "./find-granted";

export const approveScopesInput = z.strictObject({
  credentialId: credentialIdInput,
  testId: z.uuid("There is no such test."),
});

/**
 * Signs off what a test was granted, as the baseline that later tests are compared with. The form names the
 * test whose scopes were read: when a newer one was granted others meanwhile, nothing is approved.
 */
export async function approveScopes(
  { viewer, origin }: ActContext,
  { credentialId, testId }: z.infer<typeof approveScopesInput>,
): Promise<Result<null, Failure>> {
  const { organizationId, userId } = viewer;
  return inTransaction(async (tx) => {
    const credential = await lockCredential(tx, organizationId, credentialId);
    if (credential === null) return fail({ kind: "not_found" });
    const newest = await findGranted(tx, organizationId, credentialId);
    const seen =
      newest?.id === testId
        ? newest
        : await tx.tokenTest.findFirst({
            where: { organizationId, credentialId, id: testId },
            select: { grantedScopes: true },
          });
    if (newest === null || seen === null) return fail({ kind: "not_found" });
    if (
      without(newest.grantedScopes, seen.grantedScopes).length +
        without(seen.grantedScopes, newest.grantedScopes).length >
      0
    ) {
      return fail({
        kind: "conflict",
        message:
          "A newer test was granted other scopes than those you saw, so nothing was approved. They are shown now: look at them first.",
      });
    }
    const scopes = newest.grantedScopes;
    const before = (await findBaseline(tx, organizationId, credentialId))?.scopes ?? [];
    const added = without(scopes, before);
    const removed = without(before, scopes);
    if (added.length + removed.length === 0) return succeed(null);
    const drifted = listDrifted(
      compareScopes({ requested: credential.scopes, granted: scopes, approved: scopes }),
    );
    await tx.scopeBaseline.create({
      data: { id: newScopeBaselineId(), organizationId, credentialId, scopes, approvedById: userId },
      select: { id: true },
    });
    await tx.credential.updateMany({
      where: { organizationId, id: credentialId },
      data: { driftedScopes: [...drifted] },
    });
    await recordEvent(tx, organizationId, origin, {
      action: "credential.scopes_approved",
      outcome: "succeeded",
      target: { type: "credential", id: credentialId, name: credential.name },
      detail: { scopes, added: [...added], removed: [...removed] },
    });
    return succeed(null);
  });
}
