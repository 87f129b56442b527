import { recordEvent } from "@/lib/audit/record-event";
import type { ActContext } from "@/lib/auth/act-context";
import type { Tx } from "@/lib/db/client";
import { compareScopes, listDrifted } from "./compare-scopes";
import { findBaseline } from "./find-baseline";

interface GrantedCredential {
  readonly id: string;
  readonly name: string;
  readonly requested: readonly string[];
  readonly granted: readonly string[];
}

/**
 * Compares what a test was granted with the baseline, in the transaction that stores the test. A difference
 * that was not there at the test before is an event; one that stays is not told again.
 */
export async function noteDrift(
  tx: Tx,
  { viewer, origin }: ActContext,
  { id, name, requested, granted }: GrantedCredential,
): Promise<void> {
  const { organizationId } = viewer;
  const baseline = await findBaseline(tx, organizationId, id);
  if (baseline === null) return;
  const drift = compareScopes({ requested, granted, approved: baseline.scopes });
  const drifted = listDrifted(drift);
  const stored = await tx.credential.findFirst({
    where: { organizationId, id },
    select: { driftedScopes: true },
  });
  if (stored === null || stored.driftedScopes.join(" ") === drifted.join(" ")) return;
  await tx.credential.updateMany({ where: { organizationId, id }, data: { driftedScopes: [...drifted] } });
  if (drifted.length === 0) return;
  const { lost, gained, notGranted } = drift;
  await recordEvent(tx, organizationId, origin, {
    action: "credential.scopes_drifted",
    outcome: "succeeded",
    target: { type: "credential", id, name },
    detail: { lost: [...lost], gained: [...gained], notGranted: [...notGranted] },
  });
}
