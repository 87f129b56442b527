import { exchangeJwt } from "@/lib/adobe/exchange-jwt";
import { systemClock } from "@/lib/clock";
import type { Environment } from "@/lib/environment";
import type { Failure } from "@/lib/failure";
import { fingerprintToken } from "@/lib/fingerprint-token";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { Secret } from "@/lib/secret";
import type { Proof } from "./open-proof";
import { noteOwnGrant, requestOwnToken } from "./own-grants";
import { createTokenProvider, type TokenProvider, TokenUnavailableError } from "./token-provider";

/**
 * Tokens with all scopes of a credential, for calls to products: one per client secret or key, in this
 * process's memory. Each request for one is noted as a use of the secret by Latchkey itself.
 */
declare global {
  // `next dev` loads modules anew on every change.
  var latchkeyCredentialTokens: Map<string, KeptProvider> | undefined;
}

interface KeptProvider {
  readonly provider: TokenProvider;
  /** Whom it asks about, and for what: an edited credential needs another one. */
  readonly client: string;
}

/** What a token is asked for with. */
export interface CredentialTokenSubject extends Omit<Proof, "fingerprint"> {
  readonly organizationId: OrganizationId;
  readonly environment: Environment;
  readonly clientId: string;
  readonly imsOrgId: string | null;
  readonly scopes: readonly string[];
}

export interface CredentialToken {
  readonly token: Secret;
  /** First 8 hex of the token's SHA-256. */
  readonly fingerprint: string;
  /** Minted by this very call; else it was in memory, and may have been withdrawn since. */
  readonly isFresh: boolean;
}

/** More than this many secrets are not remembered; the oldest is asked for again. */
const maxProviders = 500;

/** A token minted by exactly this secret; the one in memory where there is one. */
export async function getCredentialToken(
  subject: CredentialTokenSubject,
): Promise<Result<CredentialToken, Failure>> {
  const provider = findOrMakeProvider(subject);
  const held = await provider.findToken();
  return giveToken(subject, () => provider.getToken(), held);
}

/** The same, always minted anew, and kept. */
export async function mintCredentialToken(
  subject: CredentialTokenSubject,
): Promise<Result<CredentialToken, Failure>> {
  const provider = findOrMakeProvider(subject);
  return giveToken(subject, () => provider.authenticate(), undefined);
}

/** The working token in memory, if any. Never asks Adobe. */
export function findCredentialToken(clientSecretId: string): Promise<Secret> | undefined {
  return globalThis.latchkeyCredentialTokens?.get(clientSecretId)?.provider.findToken();
}

/** Forgets what this process holds for a secret, once it is deleted or refused. */
export function forgetCredentialToken(clientSecretId: string): void {
  globalThis.latchkeyCredentialTokens?.delete(clientSecretId);
}

async function giveToken(
  { environment }: CredentialTokenSubject,
  ask: () => Promise<Secret>,
  held: Secret | undefined,
): Promise<Result<CredentialToken, Failure>> {
  try {
    const token = await ask();
    const fingerprint = fingerprintToken(token);
    return succeed({ token, fingerprint, isFresh: token !== held });
  } catch (thrown) {
    if (!(thrown instanceof TokenUnavailableError) || thrown.failure === undefined) throw thrown;
    return fail({ kind: "adobe", adobe: thrown.failure, environment });
  }
}

function findOrMakeProvider(subject: CredentialTokenSubject): TokenProvider {
  globalThis.latchkeyCredentialTokens ??= new Map();
  const tokens = globalThis.latchkeyCredentialTokens;
  const { organizationId, environment, clientId, imsOrgId, scopes, clientSecretId, assertion } = subject;
  const asks = assertion === null ? scopes : [assertion.technicalAccountId, ...assertion.metascopes];
  const client = JSON.stringify([environment, clientId, imsOrgId, asks]);
  const kept = tokens.get(clientSecretId);
  if (kept?.client === client) return kept.provider;
  const clientSecret = subject.secret;
  const provider = createTokenProvider(
    { environment, clientId, clientSecret, scopes, ...(imsOrgId === null ? {} : { imsOrgId }) },
    { autoRefresh: true },
    {
      clock: systemClock,
      request: (details) =>
        assertion === null
          ? requestOwnToken(organizationId, clientSecretId, details)
          : noteOwnGrant(organizationId, clientSecretId, () =>
              exchangeJwt({ environment, clientId, clientSecret, ...assertion }),
            ),
    },
  );
  tokens.delete(clientSecretId);
  tokens.set(clientSecretId, { provider, client });
  const [oldest] = tokens.keys();
  if (tokens.size > maxProviders && oldest !== undefined) tokens.delete(oldest);
  return provider;
}
