import { consoleScopes } from "@/lib/adobe/console-scopes";
import { systemClock } from "@/lib/clock";
import { openClientSecret } from "@/lib/credentials/open-client-secret";
import type { Failure } from "@/lib/failure";
import type { OrganizationId } from "@/lib/ids";
import { fail, type Result, succeed } from "@/lib/result";
import type { RotatedCredential, StoredSecret } from "@/lib/rotation/lease/lock-rotation";
import type { Secret } from "@/lib/secret";
import { requestOwnToken } from "@/lib/tokens/own-grants";
import { createTokenProvider, type TokenProvider, TokenUnavailableError } from "@/lib/tokens/token-provider";

/**
 * Tokens for the Developer Console's API, one per secret, in this process's memory. A cached one is used
 * for as long as it lives: minting would move the last-used time that rotation looks at.
 */
declare global {
  // `next dev` loads modules anew on every change.
  var latchkeyConsoleTokens: Map<string, KeptProvider> | undefined;
}

interface KeptProvider {
  readonly provider: TokenProvider;
  /** Whom it asks about: an edited credential needs another one. */
  readonly client: string;
}

/** What a token is asked for with. */
export interface TokenSubject {
  readonly organizationId: OrganizationId;
  readonly credential: RotatedCredential;
  readonly secret: Pick<StoredSecret, "id" | "sealed">;
}

/** A token minted by exactly this secret; cached where there is one. */
export async function getConsoleToken(subject: TokenSubject): Promise<Result<Secret, Failure>> {
  return giveToken(subject, (provider) => provider.getToken());
}

/** The same, always minted anew, and cached. */
export async function mintConsoleToken(subject: TokenSubject): Promise<Result<Secret, Failure>> {
  return giveToken(subject, (provider) => provider.authenticate());
}

/** Whether a token can be had without asking Adobe, as far as this process knows. */
export function findCachedProvider(clientSecretId: string): TokenProvider | undefined {
  return tokens().get(clientSecretId)?.provider;
}

/** A token that the secret minted, as far as this process still holds a working one. Never asks Adobe. */
export function findKnownToken(clientSecretId: string): Promise<Secret> | undefined {
  return findCachedProvider(clientSecretId)?.findToken();
}

/** Forgets what this process holds for a secret, once it is deleted or refused. */
export function forgetConsoleToken(clientSecretId: string): void {
  tokens().delete(clientSecretId);
}

function tokens(): Map<string, KeptProvider> {
  globalThis.latchkeyConsoleTokens ??= new Map();
  return globalThis.latchkeyConsoleTokens;
}

async function giveToken(
  subject: TokenSubject,
  ask: (provider: TokenProvider) => Promise<Secret>,
): Promise<Result<Secret, Failure>> {
  const { environment } = subject.credential;
  const found = await findOrMakeProvider(subject);
  if (!found.ok) return found;
  try {
    return succeed(await ask(found.value));
  } catch (thrown) {
    if (!(thrown instanceof TokenUnavailableError) || thrown.failure === undefined) throw thrown;
    return fail({ kind: "adobe", adobe: thrown.failure, environment });
  }
}

async function findOrMakeProvider({
  organizationId,
  credential,
  secret,
}: TokenSubject): Promise<Result<TokenProvider, Failure>> {
  const { environment, clientId, imsOrgId } = credential;
  const client = JSON.stringify([environment, clientId, imsOrgId]);
  const kept = tokens().get(secret.id);
  if (kept?.client === client) return succeed(kept.provider);
  const opened = await openClientSecret(organizationId, secret);
  if (!opened.ok) return opened;
  const provider = createTokenProvider(
    {
      environment,
      clientId,
      clientSecret: opened.value,
      scopes: consoleScopes,
      ...(imsOrgId === null ? {} : { imsOrgId }),
    },
    { autoRefresh: true },
    { request: (details) => requestOwnToken(organizationId, secret.id, details), clock: systemClock },
  );
  tokens().set(secret.id, { provider, client });
  return succeed(provider);
}
