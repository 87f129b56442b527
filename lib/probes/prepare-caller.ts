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

/** Probes of one credential, and readings of its profiles, that anybody together may ask for. */
export const probeBudget = { limit: 10, windowSeconds: 60 };

/** A credential that may call a product, and what it gets its token with. */
export interface Caller extends CredentialTokenSubject {
  /** Adobe documents neither products nor the Console API of its internal stage. */
  readonly environment: Exclude<Environment, "stage">;
  readonly credentialId: string;
  readonly name: string;
  /** Of the client secret, or of the key that signs. */
  readonly secretFingerprint: string;
}

/** A row that may be asked with, as far as can be seen without opening anything. */
export type CallerRow = Row & { readonly environment: Caller["environment"] };

/** Asks of a credential what can be asked for nothing: is it there, active, able, and left alone by nobody. */
export async function findCaller(
  organizationId: OrganizationId,
  credentialId: string,
): Promise<Result<CallerRow, Failure>> {
  const row = await findRow(organizationId, credentialId);
  if (row === null) return fail({ kind: "not_found" });
  const { environment } = row;
  if (row.archivedAt !== null)
    return refuse("This credential is archived. Restore it before you call with it.");
  if (environment === "stage") {
    return refuse("Adobe documents no API of its stage environment, so there is nothing to call.");
  }
  if (row.secrets[0]?.sealed == null && row.jwtKeys.length === 0) return refuse(noMeans);
  return refuseWhileCooling(row) ?? succeed({ ...row, environment });
}

/** Spends one call of the budget and opens what the credential gets its token with. */
export async function openCaller(
  organizationId: OrganizationId,
  row: CallerRow,
): Promise<Result<Caller, Failure>> {
  const budget = await spend(`probe:${organizationId}:${row.id}`, probeBudget);
  if (!budget.ok) return fail({ kind: "too_many_requests", ...budget.failure });
  const means = await openMeans(organizationId, row);
  if (!means.ok) return means;
  const { id: credentialId, name, environment, clientId, imsOrgId, scopes } = row;
  return succeed({
    ...means.value,
    ...{ organizationId, credentialId, name, environment, clientId, imsOrgId, scopes },
  });
}

/** The refusal of an act that the credential is not made for. */
export function refuse(
  message: string,
  link: { readonly href?: string; readonly hrefLabel?: string } = {},
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind: "conflict", message, ...link } };
}

const noMeans = "No client secret is stored. Store one under Secrets first.";

function findRow(organizationId: OrganizationId, credentialId: string) {
  return getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: {
      id: true,
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
type Means = Pick<Caller, "clientSecretId" | "secret" | "secretFingerprint" | "assertion">;

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
