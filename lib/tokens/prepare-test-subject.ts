import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import { getDb } from "@/lib/db/client";
import { spend } from "@/lib/db/rate-budget";
import type { Environment } from "@/lib/environment";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { openProof, type Proof, refuseWithoutProof, selectProof } from "./open-proof";

/** Tests of one credential that anybody together may ask for. */
export const tokenTestBudget = { limit: 6, windowSeconds: 60 };

/** What a credential that has both is tested with. */
export type TestMeans = "oauth" | "jwt";

/** Everything one test needs to know about its credential. */
export interface TestSubject extends Proof {
  readonly credentialId: string;
  readonly name: string;
  readonly environment: Environment;
  readonly clientId: string;
  readonly imsOrgId: string | null;
  /** What the grant asks for; an assertion asks by metascopes instead. */
  readonly scopes: readonly string[];
  /**
   * Only a part of the credential is tested, by other means or for fewer scopes than it works with. So the test
   * says nothing of its health, and nothing is compared with its baseline.
   */
  readonly isAside: boolean;
}

/**
 * Reads a credential and opens what it proves itself with, after asking everything that can be asked without
 * calling Adobe: is it there, active, not cooling down, and within its budget. One that is migrating is
 * tested by its client secret, once it has one, unless the means are named.
 */
export async function prepareTestSubject(
  organizationId: OrganizationId,
  credentialId: string,
  means?: TestMeans,
): Promise<Result<TestSubject, Failure>> {
  const row = await findRow(organizationId, credentialId);
  if (row === null) return fail({ kind: "not_found" });
  if (row.archivedAt !== null) {
    return fail({ kind: "conflict", message: "This credential is archived. Restore it before you test it." });
  }
  const isByKey = means === undefined ? row.kind !== "oauth" && row.secrets.length === 0 : means === "jwt";
  const refusal = refuseWithoutProof(row, isByKey) ?? refuseWhileCooling(row);
  if (refusal !== null) return refusal;
  const budget = await spend(`token-test:${organizationId}:${credentialId}`, tokenTestBudget);
  if (!budget.ok) return fail({ kind: "too_many_requests", ...budget.failure });
  const proof = await openProof(organizationId, row, isByKey);
  if (!proof.ok) return proof;
  const { name, environment, clientId, imsOrgId, scopes } = row;
  return succeed({
    ...proof.value,
    ...{ credentialId, name, environment, clientId, imsOrgId },
    scopes: isByKey ? [] : scopes,
    isAside: isByKey && row.secrets.length > 0,
  });
}

function findRow(organizationId: OrganizationId, credentialId: string) {
  return getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: {
      ...selectProof,
      name: true,
      kind: true,
      environment: true,
      clientId: true,
      scopes: true,
      archivedAt: true,
      coolDownUntil: true,
    },
  });
}
