import { decodeJwt } from "jose";
import { z } from "zod";
import type { Secret } from "@/lib/secret";

/**
 * What an access token says of itself. Nothing here is proved: the signature is not checked, and
 * each claim is null when it is missing or odd.
 */
export interface TokenClaims {
  readonly clientId: string | null;
  /** The technical account, `…@techacct.adobe.com`. */
  readonly userId: string | null;
  /** Adobe's name of the issuing environment, such as `ims-na1`. */
  readonly issuedBy: string | null;
  readonly createdAt: Date | null;
  readonly lifetimeMs: number | null;
  readonly grantedScopes: string[] | null;
}

const maxScopes = 200;

/** RFC 6749 §3.3, with a limit on the length. */
const scopeToken = /^[!#-[\]-~]{1,200}$/;

const identifier = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .nullable()
  .catch(null);

/** Adobe writes times as strings of milliseconds. */
const milliseconds = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/)])
  .transform(Number)
  .pipe(z.number().int().nonnegative().max(8.64e15))
  .nullable()
  .catch(null);

const scopes = z
  .string()
  .transform((text) => [...new Set(text.split(/[,\s]+/).filter((scope) => scope !== ""))])
  .pipe(z.array(z.string().regex(scopeToken)).max(maxScopes))
  .nullable()
  .catch(null);

const payloadSchema = z.object({
  client_id: identifier,
  user_id: identifier,
  as: identifier,
  created_at: milliseconds,
  expires_in: milliseconds,
  scope: scopes,
});

/**
 * Reads the claims of an IMS access token, which is a JWT with claims of Adobe's own instead of
 * `exp` and `iat`.
 *
 * @returns null when the token is no JWT, which may work all the same, or when a claim repeats the
 * client secret.
 */
export function decodeToken(token: Secret, clientSecret: Secret): TokenClaims | null {
  const claims = readClaims(token);
  if (claims === null) return null;
  const texts = [claims.clientId, claims.userId, claims.issuedBy, ...(claims.grantedScopes ?? [])];
  return texts.some((text) => text?.includes(clientSecret.reveal())) ? null : claims;
}

function readClaims(token: Secret): TokenClaims | null {
  try {
    const claims = payloadSchema.parse(decodeJwt(token.reveal()));
    return {
      clientId: claims.client_id,
      userId: claims.user_id,
      issuedBy: claims.as,
      createdAt: claims.created_at === null ? null : new Date(claims.created_at),
      lifetimeMs: claims.expires_in,
      grantedScopes: claims.scope,
    };
  } catch {
    return null;
  }
}
