import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { readFailureCode } from "@/lib/credentials/credential-health";
import { findFailureContext } from "@/lib/credentials/find-failure-context";
import { getDb } from "@/lib/db/client";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { FailureContext } from "@/lib/diagnosis/failure-context";
import type { AdobeFailureCode } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { splitTenant } from "./check-tenant";
import { endOfCoolDown } from "./host-cool-down";
import { findMissingNeed, findMissingScopes, probeKeys, probes } from "./probe-catalogue";
import type { ProbeView } from "./probe-view";

/** Every probe there is, with its newest run on this credential; those that fit its scopes come first. */
export async function listProbes(
  organizationId: OrganizationId,
  credential: CredentialDetail,
  reader: Pick<FailureContext, "mayEdit"> = {},
): Promise<readonly ProbeView[]> {
  const db = getDb();
  const credentialId = credential.id;
  // One look-up each in the index: `distinct` would read every run there ever was.
  const newest = await Promise.all(
    probeKeys.map((probe) =>
      db.probeRun.findFirst({
        where: { organizationId, credentialId, probe },
        orderBy: { requestedAt: "desc" },
      }),
    ),
  );
  const runs = newest
    .filter((run) => run !== null)
    .sort((one, other) => other.requestedAt.getTime() - one.requestedAt.getTime());
  const people = await db.user.findMany({
    where: { id: { in: runs.map(({ requestedById }) => requestedById) } },
    select: { id: true, name: true },
  });
  const context = await findFailureContext(organizationId, credentialId);
  const { console: address } = credential;
  const facts = {
    imsOrgId: credential.imsOrgId,
    adobeOrganizationId: address?.adobeOrganizationId ?? null,
    adobeCredentialId: address?.adobeCredentialId ?? null,
  };
  const views = probes.map((probe): ProbeView => {
    const run = runs.find((one) => one.probe === probe.key);
    const failureCode = readFailureCode(run?.failureCode ?? null);
    const tenantRun = runs.find(
      (one) => one.tenant !== "" && probes.find(({ key }) => key === one.probe)?.product === probe.product,
    );
    return {
      probe,
      missingScopes: findMissingScopes(probe, credential),
      missingNeed: findMissingNeed(probe, facts),
      tenant: splitTenant(tenantRun?.tenant ?? ""),
      last:
        run === undefined
          ? null
          : {
              id: run.id,
              requestedAt: run.requestedAt.toISOString(),
              requestedByName: people.find(({ id }) => id === run.requestedById)?.name ?? "",
              outcome: run.outcome,
              httpStatus: run.httpStatus,
              durationMs: run.durationMs,
              tries: run.tries,
              debugId: run.debugId,
              wasTokenRenewed: run.wasTokenRenewed,
              host: run.host,
              tenant: run.tenant,
              failureCode,
              words:
                failureCode === null
                  ? null
                  : explainFailure(
                      {
                        code: failureCode,
                        tries: run.tries ?? 0,
                        durationMs: run.durationMs ?? 0,
                        ...(run.httpStatus === null ? {} : { status: run.httpStatus }),
                        ...(run.debugId === null ? {} : { debugId: run.debugId }),
                        ...(run.retryAfterSeconds === null
                          ? {}
                          : { retryAfterSeconds: run.retryAfterSeconds }),
                      },
                      {
                        ...context,
                        ...reader,
                        coolDownUntil: endOfCoolDown(run) ?? context.coolDownUntil ?? null,
                        ...(isOfProduct(failureCode, run.tries) && { service: probe.product }),
                      },
                    ),
            },
    };
  });
  return [
    ...views.filter(({ missingScopes }) => missingScopes.length === 0),
    ...views.filter(({ missingScopes }) => missingScopes.length > 0),
  ];
}

/** Failures that only the token endpoint of the identity service has. */
const tokenFailures: ReadonlySet<AdobeFailureCode> = new Set([
  ...(["missing_client_id", "unknown_client_id", "missing_client_secret", "client_secret_refused"] as const),
  ...(["client_authentication_failed", "grant_not_allowed", "no_scope_enabled", "scope_refused"] as const),
  ...(["identifier_malformed", "technical_account_removed", "operation_not_allowed"] as const),
  ...(["organization_not_found", "duplicate_binding", "jwt_client_refused", "jwt_malformed"] as const),
  ...(["jwt_signature_refused", "jwt_metascopes_refused", "jwt_claims_refused", "jwt_ended"] as const),
]);

/** Whether it was the product that answered so; else no token was to be had, and it was not asked. */
function isOfProduct(code: AdobeFailureCode, tries: number | null): boolean {
  return tries !== 0 && !tokenFailures.has(code);
}
