import type { ClientSecretId, OrganizationId } from "@/lib/ids";
import type { SealContext } from "@/lib/sealing/sealed-value";

/** The place a sealed client secret is bound to: moved to any other row it does not open. */
export function clientSecretSealContext(organizationId: OrganizationId, rowId: ClientSecretId): SealContext {
  return { table: "ClientSecret", rowId, organizationId, field: "sealed" };
}
