import type { Failure } from "@/lib/failure";
import { clientSecretIdSchema, type OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { open } from "@/lib/sealing/sealed-value";
import type { Secret } from "@/lib/secret";
import { clientSecretSealContext } from "./seal-client-secret";

/** Opens a stored client secret. It fails where the key or the value is gone, or the row is not what was sealed. */
export async function openClientSecret(
  organizationId: OrganizationId,
  row: { readonly id: string; readonly sealed: string | null },
): Promise<Result<Secret, Failure>> {
  if (row.sealed === null) return fail({ kind: "key_unavailable" });
  const id = clientSecretIdSchema.parse(row.id);
  const opened = await open(row.sealed, clientSecretSealContext(organizationId, id));
  return opened.ok ? succeed(opened.value) : fail({ kind: "key_unavailable" });
}
