import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from "jose";
import { z } from "zod";

const part = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** A private RSA key as a JWK (RFC 7518 §6.3). */
export const privateJwkSchema = z.strictObject({
  kty: z.literal("RSA"),
  n: part,
  e: part,
  d: part,
  p: part,
  q: part,
  dp: part,
  dq: part,
  qi: part,
});
type PrivateJwk = z.infer<typeof privateJwkSchema>;

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;
export interface SigningKey {
  readonly privateKey: ImportedKey;
  readonly publicKey: ImportedKey;
}

export async function generatePrivateJwk(): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const { kty, n, e, d, p, q, dp, dq, qi } = await exportJWK(privateKey);
  return privateJwkSchema.parse({ kty, n, e, d, p, q, dp, dq, qi });
}

/** Rejects when the parts do not make an RSA key: the import alone does not notice a changed part. */
export async function importSigningKey(jwk: PrivateJwk): Promise<SigningKey> {
  const privateKey = await importJWK(jwk, "RS256");
  const publicKey = await importJWK({ kty: jwk.kty, n: jwk.n, e: jwk.e }, "RS256");
  const probe = await new CompactSign(Buffer.from("probe"))
    .setProtectedHeader({ alg: "RS256" })
    .sign(privateKey);
  await compactVerify(probe, publicKey);
  return { privateKey, publicKey };
}
