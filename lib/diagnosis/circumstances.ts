import type { FailureContext } from "./failure-context";

const newForMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;

type Test = (context: FailureContext, nowMs: number) => boolean;

/** What makes one cause more and another less likely. The most telling comes first. */
const tests = {
  /** A token was granted since the secret was stored, so this very secret was right once. */
  secretWorked: ({ secretStoredAt, lastGoodTestAt }) =>
    secretStoredAt != null && lastGoodTestAt != null && lastGoodTestAt >= secretStoredAt,
  /** Stored minutes ago, and no token was granted since. */
  secretIsNew: ({ secretStoredAt }, nowMs) =>
    secretStoredAt != null && nowMs - secretStoredAt.getTime() < newForMs,
  /** No token was granted since it was stored, however long ago. */
  secretIsUnproven: ({ secretStoredAt, lastGoodTestAt }) =>
    secretStoredAt != null &&
    (lastGoodTestAt === null || (lastGoodTestAt !== undefined && lastGoodTestAt < secretStoredAt)),
  scopesDrifted: ({ driftedScopes }) => driftedScopes !== undefined && driftedScopes.length > 0,
  workedLately: ({ lastGoodTestAt }, nowMs) =>
    lastGoodTestAt != null && nowMs - lastGoodTestAt.getTime() < dayMs,
  neverWorked: ({ lastGoodTestAt }) => lastGoodTestAt === null,
  isCooling: ({ coolDownUntil }, nowMs) => coolDownUntil != null && coolDownUntil.getTime() > nowMs,
  inStage: ({ environment }) => environment === "stage",
  inSandbox: ({ environment }) => environment === "sandbox",
} satisfies Record<string, Test>;

export type Circumstance = keyof typeof tests;

/** Those that hold, most telling first. */
export function listCircumstances(context: FailureContext, now: Date): readonly string[] {
  return Object.entries<Test>(tests)
    .filter(([, holds]) => holds(context, now.getTime()))
    .map(([name]) => name);
}
