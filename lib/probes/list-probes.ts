import type { CredentialDetail } from "@/lib/credentials/credential-detail";
import { readFailureCode } from "@/lib/credentials/credential-health";
import { getDb } from "@/lib/db/client";
import { explainFailure } from "@/lib/diagnosis/explain-failure";
import type { FailureExplanation } from "@/lib/diagnosis/failure-explanation";
import type { OrganizationId } from "@/lib/ids";
import { splitTenant, type Tenant } from "./check-tenant";
import { endOfCoolDown } from "./host-cool-down";
import {
  findMissingNeed,
  findMissingScopes,
  type Probe,
  type ProbeNeed,
  probeKeys,
  probes,
} from "./probe-catalogue";

/** The newest run of a probe. Times are ISO 8601, UTC. */
export interface ProbeOutcome {
  readonly id: string;
  readonly requestedAt: string;
  readonly requestedByName: string;
  /** `pending` where no answer was recorded. */
  readonly outcome: "pending" | "succeeded" | "failed";
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly tries: number | null;
  readonly debugId: string | null;
  readonly wasTokenRenewed: boolean;
  readonly host: string;
  readonly tenant: string;
  readonly failureCode: string | null;
  /** The diagnosis of a failure. */
  readonly words: FailureExplanation | null;
}

export interface ProbeView {
  readonly probe: Probe;
  /** Scopes that the credential does not ask for; it fits where there are none. */
  readonly missingScopes: readonly string[];
  /** What has to be noted of the credential before it can be run. */
  readonly missingNeed: ProbeNeed | null;
  /** The tenant of the last run of any probe of the product. */
  readonly tenant: Tenant | null;
  readonly last: ProbeOutcome | null;
}

/** Every probe there is, with its newest run on this credential; those that fit its scopes come first. */
export async function listProbes(
  organizationId: OrganizationId,
  credential: CredentialDetail,
): Promise<readonly ProbeView[]> {
  const db = getDb();
  const credentialId = credential.id;
  const runs = await db.probeRun.findMany({
    where: { organizationId, credentialId, probe: { in: [...probeKeys] } },
    orderBy: { requestedAt: "desc" },
    distinct: ["probe"],
  });
  const people = await db.user.findMany({
    where: { id: { in: runs.map(({ requestedById }) => requestedById) } },
    select: { id: true, name: true },
  });
  const lastGood = await db.tokenTest.findFirst({
    where: { organizationId, credentialId, outcome: "succeeded" },
    orderBy: { requestedAt: "desc" },
    select: { answeredAt: true },
  });
  const { environment, driftedScopes, secret, console: address } = credential;
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
      missingScopes: findMissingScopes(probe, credential.scopes),
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
                        environment,
                        credentialId,
                        secretStoredAt: secret === null ? null : new Date(secret.storedAt),
                        lastGoodTestAt: lastGood?.answeredAt ?? null,
                        driftedScopes,
                        coolDownUntil: endOfCoolDown(run),
                        service: probe.product,
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
