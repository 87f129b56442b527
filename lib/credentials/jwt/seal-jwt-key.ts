import { type JwtKeyId, newJwtKeyId, type OrganizationId, type UserId } from "@/lib/ids";
import { type SealContext, seal } from "@/lib/sealing/sealed-value";
import type { Secret } from "@/lib/secret";
import type { JwtCertificate } from "./read-certificate";
import type { JwtPrivateKey } from "./read-private-key";

type SealedField = "sealedPrivateKey" | "sealedClientSecret";

/** The place that each part of a key is bound to: moved to any other row or field it does not open. */
export function jwtKeySealContext(
  organizationId: OrganizationId,
  rowId: JwtKeyId,
  field: SealedField,
): SealContext {
  return { table: "JwtKey", rowId, organizationId, field };
}

/** A row to be inserted as it is. */
export interface SealedKeyRow {
  readonly id: JwtKeyId;
  readonly organizationId: OrganizationId;
  readonly credentialId: string;
  readonly createdById: UserId;
  readonly sealedPrivateKey: string;
  readonly sealedClientSecret: string;
  readonly kid: string;
  readonly fingerprint: Uint8Array<ArrayBuffer>;
  readonly certificateStartsAt: Date | null;
  readonly certificateExpiresAt: Date | null;
}

interface KeyParts {
  readonly privateKey: JwtPrivateKey;
  readonly clientSecret: Secret;
  readonly certificate: JwtCertificate | null;
}

/** Seals a private key and the client secret that goes with it, for the row that they will be. */
export async function sealJwtKey(
  place: Pick<SealedKeyRow, "organizationId" | "credentialId" | "createdById">,
  { privateKey, clientSecret, certificate }: KeyParts,
): Promise<SealedKeyRow> {
  const id = newJwtKeyId();
  const sealPart = (part: Secret, field: SealedField) =>
    seal(part, jwtKeySealContext(place.organizationId, id, field));
  const [key, secret] = await Promise.all([
    sealPart(privateKey.pem, "sealedPrivateKey"),
    sealPart(clientSecret, "sealedClientSecret"),
  ]);
  if (key.kid !== secret.kid) throw new Error("The parts of one key were sealed with two keys.");
  return {
    ...place,
    id,
    sealedPrivateKey: key.sealed,
    sealedClientSecret: secret.sealed,
    kid: key.kid,
    fingerprint: privateKey.fingerprint,
    certificateStartsAt: certificate?.startsAt ?? null,
    certificateExpiresAt: certificate?.expiresAt ?? null,
  };
}
