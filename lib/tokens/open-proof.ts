import type { AssertionFacts } from "@/lib/adobe/sign-assertion";
import { openJwtKey } from "@/lib/credentials/jwt/open-jwt-key";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Prisma } from "@/lib/db/generated/client";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import { showFingerprint } from "@/lib/sealing/fingerprint";
import type { Secret } from "@/lib/secret";

/** What a credential proves itself with at the token endpoint, opened. */
export interface Proof {
  /** The row that the secret stands in: a `ClientSecret`, or the `JwtKey` of an assertion. */
  readonly clientSecretId: string;
  /** The client secret. */
  readonly secret: Secret;
  /** Of the client secret, or of the key that signs. */
  readonly fingerprint: string;
  /** How an assertion is signed; null for the client credentials grant. */
  readonly assertion: Pick<
    AssertionFacts,
    "imsOrgId" | "technicalAccountId" | "metascopes" | "privateKey"
  > | null;
}

/** The columns of a credential that its proof is opened from. */
export const selectProof = {
  id: true,
  imsOrgId: true,
  technicalAccountId: true,
  metascopes: true,
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
} as const satisfies Prisma.CredentialSelect;

type ProofRow = Prisma.CredentialGetPayload<{ select: typeof selectProof }>;

/** The refusal where there is nothing to open; null where there is. */
export function refuseWithoutProof(row: ProofRow, isByKey: boolean): Result<never, Failure> | null {
  const isThere = isByKey ? row.jwtKeys.length > 0 : row.secrets[0]?.sealed != null;
  if (isThere) return null;
  return fail({
    kind: "conflict",
    message: isByKey
      ? "No private key is stored any more, so no assertion can be signed."
      : "No client secret is stored. Store one under Secrets first.",
  });
}

/** Opens the client secret, or the key and the client secret that goes with it. */
export async function openProof(
  organizationId: OrganizationId,
  row: ProofRow,
  isByKey: boolean,
): Promise<Result<Proof, Failure>> {
  const refusal = refuseWithoutProof(row, isByKey);
  if (refusal !== null) return refusal;
  const [stored] = row.secrets;
  const [key] = row.jwtKeys;
  if (isByKey && key !== undefined) return openKey(organizationId, row, key);
  if (stored === undefined) throw new Error("A secret that was there a moment ago is not.");
  const opened = await openClientSecret(organizationId, stored);
  if (!opened.ok) return opened;
  const fingerprint = showFingerprint(stored.fingerprint);
  return succeed({ clientSecretId: stored.id, secret: opened.value, fingerprint, assertion: null });
}

async function openKey(
  organizationId: OrganizationId,
  { id, imsOrgId, technicalAccountId, metascopes }: ProofRow,
  key: ProofRow["jwtKeys"][number],
): Promise<Result<Proof, Failure>> {
  if (imsOrgId === null || technicalAccountId === null) {
    return fail({
      kind: "conflict",
      message: "The organization ID or the technical account ID is missing, and an assertion names both.",
      href: `/credentials/${id}/edit`,
      hrefLabel: "Enter them",
    });
  }
  const opened = await openJwtKey(organizationId, key);
  if (!opened.ok) return opened;
  const { privateKey, clientSecret } = opened.value;
  return succeed({
    clientSecretId: key.id,
    secret: clientSecret,
    fingerprint: showFingerprint(key.fingerprint),
    assertion: { imsOrgId, technicalAccountId, metascopes, privateKey },
  });
}
