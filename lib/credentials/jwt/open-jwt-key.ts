import type { Failure } from "@/lib/failure";
import { jwtKeyIdSchema, type OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { open } from "@/lib/sealing/sealed-value";
import type { Secret } from "@/lib/secret";
import { jwtKeySealContext } from "./seal-jwt-key";

interface OpenedJwtKey {
  /** PKCS #8 PEM. */
  readonly privateKey: Secret;
  readonly clientSecret: Secret;
}

/** Opens a stored key. It fails where it was destroyed, its key is gone, or the row is not what was sealed. */
export async function openJwtKey(
  organizationId: OrganizationId,
  row: {
    readonly id: string;
    readonly sealedPrivateKey: string | null;
    readonly sealedClientSecret: string | null;
  },
): Promise<Result<OpenedJwtKey, Failure>> {
  const { sealedPrivateKey, sealedClientSecret } = row;
  if (sealedPrivateKey === null || sealedClientSecret === null) return fail({ kind: "key_unavailable" });
  const id = jwtKeyIdSchema.parse(row.id);
  const [key, secret] = await Promise.all([
    open(sealedPrivateKey, jwtKeySealContext(organizationId, id, "sealedPrivateKey")),
    open(sealedClientSecret, jwtKeySealContext(organizationId, id, "sealedClientSecret")),
  ]);
  return key.ok && secret.ok
    ? succeed({ privateKey: key.value, clientSecret: secret.value })
    : fail({ kind: "key_unavailable" });
}
