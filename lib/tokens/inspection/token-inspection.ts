/**
 * What an access token says of itself, as the browser gets it: no token, no secret, and of a value no more
 * than is short and plain. Nothing in it is proved, because Adobe publishes no key for access tokens.
 */
export type TokenInspection = TokenReading | OpaqueToken;

export interface TokenReading {
  readonly form: "jwt";
  /** First 8 hex of the SHA-256 of the token, as the audit log names it. */
  readonly fingerprint: string;
  readonly header: readonly TokenMember[];
  readonly claims: readonly TokenMember[];
  /** Claims beyond those listed. */
  readonly leftOut: number;
  readonly facts: TokenFacts;
}

/** No JWT that can be read. It may work all the same. */
export interface OpaqueToken {
  readonly form: "opaque";
  readonly fingerprint: string;
  readonly looksLike: "client_secret" | "encrypted" | "cut" | null;
}

export interface TokenMember {
  /** Null where the name cannot be shown either. */
  readonly name: string | null;
  /** What it means, as a sentence without its end; null where that is not known. */
  readonly meaning: string | null;
  readonly value: MemberValue;
  /** What is odd about the value, as a sentence. */
  readonly oddity: string | null;
}

/** Times are ISO 8601, UTC; `raw` is how the token writes it. */
export type MemberValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "scopes"; readonly scopes: readonly string[] }
  | { readonly kind: "moment"; readonly at: string; readonly raw: string }
  | { readonly kind: "span"; readonly spanMs: number; readonly raw: string }
  /** `why` completes "not shown:". */
  | { readonly kind: "hidden"; readonly why: string };

/** What was read of the claims that matter; null where one is missing or odd. */
export interface TokenFacts {
  readonly kind: TokenKind;
  readonly isSigned: boolean;
  readonly clientId: string | null;
  readonly userId: string | null;
  /** Adobe's name of the issuing environment, such as `ims-na1`. */
  readonly issuer: string | null;
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
}

/**
 * `access`: an access token of Adobe's. `other`: a token of Adobe's of another type. `assertion`: what a JWT
 * credential signs to ask for a token. `identity`: an OpenID Connect id token. `foreign`: nothing of Adobe's.
 */
export type TokenKind = "access" | "other" | "assertion" | "identity" | "foreign";
