import { refuseWhileCooling } from "@/lib/credentials/cool-down";
import { getDb } from "@/lib/db/client";
import { spend } from "@/lib/db/rate-budget";
import type { Environment } from "@/lib/environment";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { CredentialTokenSubject } from "@/lib/tokens/credential-tokens";
import { openProof, type Proof, refuseWithoutProof, selectProof } from "@/lib/tokens/open-proof";

/** Probes of one credential, and readings of its profiles, that anybody together may ask for. */
const probeBudget = { limit: 10, windowSeconds: 60 };

/** A credential that may call a product, and what it gets its token with. */
export interface Caller extends CredentialTokenSubject, Proof {
  /** Adobe documents neither products nor the Console API of its internal stage. */
  readonly environment: Exclude<Environment, "stage">;
  readonly credentialId: string;
  readonly name: string;
}

/** A row that may be asked with, as far as can be seen without opening anything. */
type CallerRow = Row & { readonly environment: Caller["environment"] };

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
  const refusal = refuseWithoutProof(row, isByKey(row)) ?? refuseWhileCooling(row);
  return refusal ?? succeed({ ...row, environment });
}

/** Spends one call of the budget and opens what the credential gets its token with. */
export async function openCaller(
  organizationId: OrganizationId,
  row: CallerRow,
): Promise<Result<Caller, Failure>> {
  const budget = await spend(`probe:${organizationId}:${row.id}`, probeBudget);
  if (!budget.ok) return fail({ kind: "too_many_requests", ...budget.failure });
  const proof = await openProof(organizationId, row, isByKey(row));
  if (!proof.ok) return proof;
  const { id: credentialId, name, environment, clientId, imsOrgId, scopes } = row;
  return succeed({
    ...proof.value,
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

/** Products are called with the client secret wherever there is one. */
function isByKey({ secrets, jwtKeys }: Pick<Row, "secrets" | "jwtKeys">): boolean {
  return secrets[0]?.sealed == null && jwtKeys.length > 0;
}

function findRow(organizationId: OrganizationId, credentialId: string) {
  return getDb().credential.findFirst({
    where: { organizationId, id: credentialId, deletedAt: null },
    select: {
      ...selectProof,
      name: true,
      environment: true,
      clientId: true,
      scopes: true,
      adobeOrganizationId: true,
      adobeCredentialId: true,
      archivedAt: true,
      coolDownUntil: true,
    },
  });
}

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;
