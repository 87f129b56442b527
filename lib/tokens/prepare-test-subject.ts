import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import { getDb } from "@/lib/db/client";
import { spend } from "@/lib/db/rate-budget";
import type { Environment } from "@/lib/environment";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { Secret } from "@/lib/secret";

/** Tests of one credential that anybody together may ask for. */
export const tokenTestBudget = { limit: 6, windowSeconds: 60 };

/** Everything one test needs to know about its credential. */
export interface TestSubject {
  readonly credentialId: string;
  readonly name: string;
  readonly environment: Environment;
  readonly clientId: string;
  readonly imsOrgId: string | null;
  readonly scopes: readonly string[];
  readonly clientSecretId: string;
  readonly secret: Secret;
  readonly fingerprint: string;
}

/**
 * Reads a credential and opens its current secret, after asking everything that can be asked without
 * calling Adobe: is it there, active, not cooling down, and within its budget.
 */
export async function prepareTestSubject(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<Result<TestSubject, Failure>> {
  const row = await getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: {
      name: true,
      environment: true,
      clientId: true,
      imsOrgId: true,
      scopes: true,
      archivedAt: true,
      coolDownUntil: true,
      secrets: {
        where: { state: "current" },
        select: { id: true, sealed: true, fingerprint: true },
        take: 1,
      },
    },
  });
  if (row === null) return fail({ kind: "not_found" });
  if (row.archivedAt !== null) {
    return fail({ kind: "conflict", message: "This credential is archived. Restore it before you test it." });
  }
  const [stored] = row.secrets;
  if (stored?.sealed == null) {
    return fail({ kind: "conflict", message: "No client secret is stored. Store one under Secrets first." });
  }
  const cooling = refuseWhileCooling(row);
  if (cooling !== null) return cooling;
  const budget = await spend(`token-test:${organizationId}:${credentialId}`, tokenTestBudget);
  if (!budget.ok) return fail({ kind: "too_many_requests", ...budget.failure });
  const opened = await openClientSecret(organizationId, { id: stored.id, sealed: stored.sealed });
  if (!opened.ok) return opened;
  return succeed({
    credentialId,
    name: row.name,
    environment: row.environment,
    clientId: row.clientId,
    imsOrgId: row.imsOrgId,
    scopes: row.scopes,
    clientSecretId: stored.id,
    secret: opened.value,
    fingerprint: showFingerprint(stored.fingerprint),
  });
}
