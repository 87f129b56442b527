/** A secret in a sentence: the end of Adobe's id, or the fingerprint where the id is not known. */
export function nameSecret(secret: {
  readonly adobeSecretId: string | null;
  readonly fingerprint: string;
}): string {
  return secret.adobeSecretId === null ? secret.fingerprint : `…${secret.adobeSecretId.slice(-4)}`;
}
