import type { Environment } from "@/lib/environment";
import type { CredentialId } from "@/lib/ids";
import type { ConsoleAddress } from "./console-address";
import type { CredentialHealth } from "./credential-health";

/**
 * Everything that the pages of one credential show. No secret, sealed or not, is in it. Times are
 * ISO 8601, UTC.
 */
export interface CredentialDetail {
  readonly id: CredentialId;
  readonly name: string;
  readonly environment: Environment;
  /** `jwt` signs assertions, `oauth` has a client secret, `migrating` is on its way from one to the other. */
  readonly kind: CredentialKind;
  readonly clientId: string;
  readonly imsOrgId: string | null;
  readonly technicalAccountId: string | null;
  readonly technicalAccountEmail: string | null;
  readonly scopes: readonly string[];
  /** What the assertions of a JWT credential ask for, without Adobe's prefix; empty elsewhere. */
  readonly metascopes: readonly string[];
  readonly console: ConsoleAddress | null;
  readonly notes: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdByName: string;
  readonly isArchived: boolean;
  /** A rotation of its secret is under way. */
  readonly isRotating: boolean;
  readonly health: CredentialHealth;
  /** Scopes that the last test was granted otherwise than approved. */
  readonly driftedScopes: readonly string[];
  /** The current one, told by its fingerprint; null where none is stored. */
  readonly secret: { readonly fingerprint: string; readonly storedAt: string } | null;
  /** What signs for it; null where nothing does. */
  readonly jwtKey: JwtKeyFacts | null;
}

export type CredentialKind = "oauth" | "jwt" | "migrating";

/** A private key, told by the fingerprint of its public half. */
export interface JwtKeyFacts {
  readonly fingerprint: string;
  readonly storedAt: string;
  /** Null where no certificate was pasted. */
  readonly certificate: { readonly startsAt: string; readonly expiresAt: string } | null;
}
