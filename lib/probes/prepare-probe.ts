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
import type { CredentialTokenSubject } from "@/lib/tokens/credential-tokens";
import { checkTenant, joinTenant } from "./check-tenant";
import { findHostCoolDown } from "./host-cool-down";
import { aimProbe, findMissingNeed, getProbe, type ProbeNeed, type ProbeTarget } from "./probe-catalogue";
import type { RunProbeInput } from "./run-probe-input";

/** Probes of one credential that anybody together may ask for. */
export const probeBudget = { limit: 10, windowSeconds: 60 };

/** Everything one probe needs to know about its credential. */
export interface ProbeSubject extends CredentialTokenSubject {
  readonly environment: Exclude<Environment, "stage">;
  readonly credentialId: string;
  readonly name: string;
  /** Of the secret that the token is asked for with. */
  readonly secretFingerprint: string;
  readonly target: ProbeTarget;
  /** As it is recorded; empty where there is none. */
  readonly tenant: string;
}

const noMeans = "No client secret is stored. Store one under Secrets first.";

const needMessages: Record<ProbeNeed, string> = {
  tenant: "This probe needs a tenant. Enter it first.",
  organization:
    "This probe needs the IMS organization ID of the credential, which ends in @AdobeOrg. Add it under Edit first.",
  console:
    "This probe needs the numeric IDs of the Developer Console. Add the console address under Edit first.",
};

/**
 * Reads a credential and opens its current secret, after asking everything that can be asked without calling
 * anybody: is the tenant of its form, is the credential there and active, is nobody cooling down, is there
 * budget left.
 */
export async function prepareProbe(
  organizationId: OrganizationId,
  { credentialId, probe: key, server, tenant: typed }: RunProbeInput,
): Promise<Result<ProbeSubject, Failure>> {
  const probe = getProbe(key);
  const needsTenant = probe.needs.includes("tenant");
  const tenant = needsTenant ? checkTenant({ server, tenant: typed }) : succeed(null);
  if (!tenant.ok) return fail({ kind: "invalid_input", fields: tenant.failure });
  const row = await findRow(organizationId, credentialId);
  if (row === null) return fail({ kind: "not_found" });
  const { environment } = row;
  if (row.archivedAt !== null)
    return refuse("This credential is archived. Restore it before you probe with it.");
  if (environment === "stage") {
    return refuse("Adobe documents no products of its stage environment, so there is nothing to probe.");
  }
  const missing = findMissingNeed(probe, row);
  if (missing !== null) return refuse(needMessages[missing]);
  const target = aimProbe(key, { ...row, tenant: tenant.value });
  const hasMeans = row.secrets[0]?.sealed != null || row.jwtKeys.length > 0;
  if (!hasMeans) return refuse(noMeans);
  const cooling =
    refuseWhileCooling(row) ??
    refuseWhileCooling({
      environment,
      coolDownUntil: await findHostCoolDown(organizationId, credentialId, target.host),
    });
  if (cooling !== null) return cooling;
  const budget = await spend(`probe:${organizationId}:${credentialId}`, probeBudget);
  if (!budget.ok) return fail({ kind: "too_many_requests", ...budget.failure });
  const means = await openMeans(organizationId, row);
  if (!means.ok) return means;
  return succeed({
    ...means.value,
    organizationId,
    credentialId,
    name: row.name,
    environment,
    clientId: row.clientId,
    imsOrgId: row.imsOrgId,
    scopes: row.scopes,
    target,
    tenant: tenant.value === null ? "" : joinTenant(tenant.value),
  });
}

function findRow(organizationId: OrganizationId, credentialId: string) {
  return getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: {
      name: true,
      environment: true,
      clientId: true,
      imsOrgId: true,
      technicalAccountId: true,
      scopes: true,
      metascopes: true,
      adobeOrganizationId: true,
      adobeCredentialId: true,
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

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;
type Means = Pick<ProbeSubject, "clientSecretId" | "secret" | "secretFingerprint" | "assertion">;

/** The client secret, or where there is none yet the key that signs an assertion. */
async function openMeans(organizationId: OrganizationId, row: Row): Promise<Result<Means, Failure>> {
  const [stored] = row.secrets;
  const [key] = row.jwtKeys;
  if (stored?.sealed != null) {
    const opened = await openClientSecret(organizationId, { id: stored.id, sealed: stored.sealed });
    if (!opened.ok) return opened;
    const secretFingerprint = showFingerprint(stored.fingerprint);
    return succeed({ clientSecretId: stored.id, secret: opened.value, secretFingerprint, assertion: null });
  }
  if (key === undefined) return refuse(noMeans);
  const { imsOrgId, technicalAccountId, metascopes } = row;
  if (imsOrgId === null || technicalAccountId === null) {
    return refuse(
      "An assertion names the organization ID and the technical account ID. Add them under Edit.",
    );
  }
  const opened = await openJwtKey(organizationId, key);
  if (!opened.ok) return opened;
  const { privateKey, clientSecret } = opened.value;
  return succeed({
    clientSecretId: key.id,
    secret: clientSecret,
    secretFingerprint: showFingerprint(key.fingerprint),
    assertion: { imsOrgId, technicalAccountId, metascopes, privateKey },
  });
}

function refuse(message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind: "conflict", message } };
}
