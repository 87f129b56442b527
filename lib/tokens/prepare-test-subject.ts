import type { AssertionFacts } from "@/lib/adobe/sign-assertion";
import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import { openJwtKey } from "@/lib/credentials/jwt/open-jwt-key";
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

/** What a credential that has both is tested with. */
export type TestMeans = "oauth" | "jwt";

/** Everything one test needs to know about its credential. */
export interface TestSubject {
  readonly credentialId: string;
  readonly name: string;
  readonly environment: Environment;
  readonly clientId: string;
  readonly imsOrgId: string | null;
  /** What the grant asks for; an assertion asks by metascopes instead. */
  readonly scopes: readonly string[];
  /** The row that the secret stands in: a `ClientSecret`, or the `JwtKey` of an assertion. */
  readonly clientSecretId: string;
  /** The client secret. */
  readonly secret: Secret;
  /** Of the client secret, or of the key that signs. */
  readonly fingerprint: string;
  /** How an assertion is signed; null for the client credentials grant. */
  readonly assertion: Pick<
    AssertionFacts,
    "imsOrgId" | "technicalAccountId" | "metascopes" | "privateKey"
  > | null;
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
  const [stored] = row.secrets;
  const [key] = row.jwtKeys;
  if (isByKey ? key === undefined : stored?.sealed == null) return refuseWithout(isByKey);
  const cooling = refuseWhileCooling(row);
  if (cooling !== null) return cooling;
  const budget = await spend(`token-test:${organizationId}:${credentialId}`, tokenTestBudget);
  if (!budget.ok) return fail({ kind: "too_many_requests", ...budget.failure });
  const { name, environment, clientId, imsOrgId } = row;
  const shared = { credentialId, name, environment, clientId, imsOrgId };
  if (isByKey && key !== undefined) {
    const { technicalAccountId, metascopes } = row;
    if (imsOrgId === null || technicalAccountId === null) return refuseWithoutIds(credentialId);
    const opened = await openJwtKey(organizationId, key);
    if (!opened.ok) return opened;
    const { privateKey, clientSecret } = opened.value;
    return succeed({
      ...shared,
      scopes: [],
      clientSecretId: key.id,
      secret: clientSecret,
      fingerprint: showFingerprint(key.fingerprint),
      assertion: { imsOrgId, technicalAccountId, metascopes, privateKey },
      isAside: stored !== undefined,
    });
  }
  if (stored === undefined) return refuseWithout(isByKey);
  const opened = await openClientSecret(organizationId, stored);
  if (!opened.ok) return opened;
  return succeed({
    ...shared,
    scopes: row.scopes,
    clientSecretId: stored.id,
    secret: opened.value,
    fingerprint: showFingerprint(stored.fingerprint),
    assertion: null,
    isAside: false,
  });
}

function findRow(organizationId: OrganizationId, credentialId: string) {
  return getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: {
      name: true,
      kind: true,
      environment: true,
      clientId: true,
      imsOrgId: true,
      technicalAccountId: true,
      scopes: true,
      metascopes: true,
      archivedAt: true,
      coolDownUntil: true,
      secrets: {
        where: { state: "current" },
        select: { id: true, sealed: true, fingerprint: true },
        take: 1,
      },
      jwtKeys: {
        where: { destroyedAt: null },
        select: { id: true, sealedPrivateKey: true, sealedClientSecret: true, fingerprint: true },
        take: 1,
      },
    },
  });
}

function refuseWithout(isByKey: boolean): Result<never, Failure> {
  return fail({
    kind: "conflict",
    message: isByKey
      ? "No private key is stored any more, so no assertion can be signed."
      : "No client secret is stored. Store one under Secrets first.",
  });
}

/** An assertion names both. */
function refuseWithoutIds(credentialId: string): Result<never, Failure> {
  return fail({
    kind: "conflict",
    message: "The organization ID or the technical account ID is missing, and an assertion names both.",
    href: `/credentials/${credentialId}/edit`,
    hrefLabel: "Enter them",
  });
}
