import { fingerprintToken } from "@/lib/fingerprint-token";
import type { Secret } from "@/lib/secret";
import { decodeToken, type TokenClaims } from "./decode-token";

export interface TokenMeasure {
  /** The token's own `scope` claim; null when it cannot be read. Adobe leaves scopes out silently. */
  readonly grantedScopes: string[] | null;
  readonly claims: TokenClaims | null;
  /** First 8 hex of the token's SHA-256. */
  readonly fingerprint: string;
}

/**
 * What can be said of an access token that has just come.
 *
 * @returns null for a token that names another client than the one that asked.
 */
export function measureToken(
  accessToken: Secret,
  asked: { readonly clientId: string; readonly clientSecret: Secret },
): TokenMeasure | null {
  const claims = decodeToken(accessToken, asked.clientSecret);
  if (claims !== null && claims.clientId !== null && claims.clientId !== asked.clientId) return null;
  return {
    claims,
    grantedScopes: claims?.grantedScopes ?? null,
    fingerprint: fingerprintToken(accessToken),
  };
}
