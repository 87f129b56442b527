import type { FailureContext } from "./failure-context";

const newForMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;

interface CircumstanceRow {
  /** Fits behind "when". */
  readonly words: string;
  readonly holds: (context: FailureContext, nowMs: number) => boolean;
}

/** What makes one cause more and another less likely. The most telling comes first. */
export const circumstances = {
  secretWorked: {
    words: "a token was granted since the secret was stored here",
    holds: ({ secretStoredAt, lastGoodTestAt }) =>
      secretStoredAt != null && lastGoodTestAt != null && lastGoodTestAt >= secretStoredAt,
  },
  secretIsNew: {
    words: "the secret was stored here less than 15 minutes ago",
    holds: ({ secretStoredAt }, nowMs) =>
      secretStoredAt != null && nowMs - secretStoredAt.getTime() < newForMs,
  },
  secretIsUnproven: {
    words: "no token was granted since the secret was stored here",
    holds: ({ secretStoredAt, lastGoodTestAt }) =>
      secretStoredAt != null &&
      (lastGoodTestAt === null || (lastGoodTestAt !== undefined && lastGoodTestAt < secretStoredAt)),
  },
  scopesDrifted: {
    words: "the granted scopes differ from the approved ones",
    holds: ({ driftedScopes }) => driftedScopes !== undefined && driftedScopes.length > 0,
  },
  workedLately: {
    words: "a token was granted within the last 24 hours",
    holds: ({ lastGoodTestAt }, nowMs) => lastGoodTestAt != null && nowMs - lastGoodTestAt.getTime() < dayMs,
  },
  neverWorked: {
    words: "no token was ever granted",
    holds: ({ lastGoodTestAt }) => lastGoodTestAt === null,
  },
  inStage: { words: "the credential belongs to Stage", holds: ({ environment }) => environment === "stage" },
  inSandbox: {
    words: "the credential belongs to the sandbox",
    holds: ({ environment }) => environment === "sandbox",
  },
} satisfies Record<string, CircumstanceRow>;

export type Circumstance = keyof typeof circumstances;

/** Those that hold, most telling first. */
export function listCircumstances(context: FailureContext, now: Date): readonly string[] {
  return Object.entries<CircumstanceRow>(circumstances)
    .filter(([, { holds }]) => holds(context, now.getTime()))
    .map(([name]) => name);
}
