import { type Clock, systemClock } from "@/lib/clock";
import type { Environment } from "@/lib/environment";
import type { OrganizationId, SessionId } from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import type { TokenInspection } from "@/lib/tokens/inspection/token-inspection";

/**
 * An access token that a person asked for and may still act on. It lives in this process's memory for five
 * minutes, for the session that asked, and nowhere else: after a restart, or on another instance, it is gone.
 */
export interface HeldToken {
  readonly sessionId: SessionId;
  readonly organizationId: OrganizationId;
  readonly credentialId: string;
  /** The row of the client secret, or of the key, that it was asked for with. */
  readonly clientSecretId: string;
  /** Whom it was asked for with; the credential may have been edited since. */
  readonly environment: Environment;
  readonly clientId: string;
  readonly accessToken: Secret;
  /** First 8 hex of its SHA-256. */
  readonly fingerprint: string;
  readonly inspection: TokenInspection;
  readonly heldAt: Date;
}

/** Who asks for a held token, as far as a viewer says it. */
type Holder = Pick<HeldToken, "sessionId" | "organizationId">;

export const heldForMs = 5 * 60 * 1_000;
const maxHeld = 1_000;

interface HeldTokens {
  readonly hold: (held: HeldToken) => void;
  readonly find: (holder: Holder, credentialId: string) => HeldToken | null;
  /** A newer one of the same session and credential stays. */
  readonly drop: (held: HeldToken) => void;
  readonly dropSession: (sessionId: SessionId) => void;
  readonly listOfSecret: (clientSecretId: string) => readonly HeldToken[];
  readonly dropOfSecret: (clientSecretId: string) => void;
  /** How many are in memory, found or not. */
  readonly count: () => number;
}

/** A store of its own; the process has one. At most a thousand are held: the oldest goes for a newer one. */
export function createHeldTokens(clock: Clock): HeldTokens {
  const held = new Map<string, HeldToken>();
  const keyOf = ({ sessionId, organizationId }: Holder, credentialId: string) =>
    `${sessionId} ${organizationId} ${credentialId}`;
  const isOver = ({ heldAt }: HeldToken) => clock.now().getTime() - heldAt.getTime() >= heldForMs;

  function sweep(): void {
    for (const [key, token] of held) if (isOver(token)) held.delete(key);
  }

  return {
    hold: (token) => {
      const key = keyOf(token, token.credentialId);
      held.delete(key);
      sweep();
      const [oldest] = held.keys();
      if (held.size >= maxHeld && oldest !== undefined) held.delete(oldest);
      held.set(key, token);
      // Where nobody comes back for it, it leaves the memory all the same.
      setTimeout(sweep, heldForMs).unref();
    },
    find: (holder, credentialId) => {
      sweep();
      return held.get(keyOf(holder, credentialId)) ?? null;
    },
    drop: (token) => {
      const key = keyOf(token, token.credentialId);
      if (held.get(key)?.fingerprint === token.fingerprint) held.delete(key);
    },
    dropSession: (sessionId) => {
      for (const [key, token] of held) if (token.sessionId === sessionId) held.delete(key);
    },
    listOfSecret: (clientSecretId) => {
      sweep();
      return [...held.values()].filter((token) => token.clientSecretId === clientSecretId);
    },
    dropOfSecret: (clientSecretId) => {
      for (const [key, token] of held) if (token.clientSecretId === clientSecretId) held.delete(key);
    },
    count: () => held.size,
  };
}

declare global {
  // `next dev` loads modules anew on every change, and pages and actions may load a module each.
  var latchkeyHeldTokens: HeldTokens | undefined;
}

function ofProcess(): HeldTokens {
  globalThis.latchkeyHeldTokens ??= createHeldTokens(systemClock);
  return globalThis.latchkeyHeldTokens;
}

/** Holds a token, in place of an earlier one of the same session and credential. */
export function holdToken(held: HeldToken): void {
  ofProcess().hold(held);
}

/** The token that this session asked for with this credential within the last five minutes. */
export function findHeldToken(holder: Holder, credentialId: string): HeldToken | null {
  return ofProcess().find(holder, credentialId);
}

/** Lets go of a token that works no longer. */
export function dropHeldToken(held: HeldToken): void {
  ofProcess().drop(held);
}

/** Lets go of all tokens of a session that ends. */
export function dropTokensOfSession(sessionId: SessionId): void {
  ofProcess().dropSession(sessionId);
}

/** Tokens of one secret, whoever holds them: for ending them once the secret has leaked. */
export function listHeldTokens(clientSecretId: string): readonly HeldToken[] {
  return ofProcess().listOfSecret(clientSecretId);
}

/** Lets go of all tokens of a secret that is no more. */
export function dropTokensOfSecret(clientSecretId: string): void {
  ofProcess().dropOfSecret(clientSecretId);
}
