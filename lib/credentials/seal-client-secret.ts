import { type ClientSecretId, newClientSecretId, type OrganizationId, type UserId } from "@/lib/ids";
import { fingerprintSecret } from "@/lib/sealing/fingerprint";
import { type SealContext, seal } from "@/lib/sealing/sealed-value";
import type { Secret } from "@/lib/secret";

/** The place a sealed client secret is bound to: moved to any other row it does not open. */
export function clientSecretSealContext(organizationId: OrganizationId, rowId: ClientSecretId): SealContext {
  return { table: "ClientSecret", rowId, organizationId, field: "sealed" };
}

/** A row to be inserted as it is. */
interface SealedSecretRow {
  readonly id: ClientSecretId;
  readonly organizationId: OrganizationId;
  readonly credentialId: string;
  readonly createdById: UserId;
  readonly state: "current" | "pending";
  readonly sealed: string;
  readonly kid: string;
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

/** Seals a client secret for the row that it will be. */
export async function sealClientSecret(
  place: Pick<SealedSecretRow, "organizationId" | "credentialId" | "createdById">,
  secret: Secret,
  state: SealedSecretRow["state"] = "current",
): Promise<SealedSecretRow> {
  const id = newClientSecretId();
  const { sealed, kid } = await seal(secret, clientSecretSealContext(place.organizationId, id));
  const fingerprint = fingerprintSecret(place.organizationId, secret);
  return { ...place, id, state, sealed, kid, fingerprint };
}
