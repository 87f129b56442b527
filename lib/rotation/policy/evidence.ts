/** What one check said of one secret. */
export interface Evidence {
  /** Null where it was never used. */
  readonly lastUsedAt: Date | null;
  /** The value is a use by Latchkey itself (`isOwnUse`). */
  readonly isOurs: boolean;
  readonly checkedAt: Date;
  readonly secretCreatedAt: Date;
}

/**
 * The newest use by somebody else that any check has seen. Adobe tells only the newest use of a secret,
 * so one of ours covers what came before it; then the last earlier value stands.
 */
export function findForeignUse(evidence: readonly Evidence[]): Date | null {
  return newest(evidence.filter(({ isOurs }) => !isOurs));
}

/**
 * The use of ours that is newer than every foreign one. Up to then somebody else may have used the
 * secret unseen; after it nobody has. Null where nothing is covered.
 */
export function findHiddenBefore(evidence: readonly Evidence[]): Date | null {
  const own = newest(evidence.filter(({ isOurs }) => isOurs));
  const foreign = findForeignUse(evidence);
  return own !== null && (foreign === null || own > foreign) ? own : null;
}

function newest(evidence: readonly Evidence[]): Date | null {
  const times = evidence.flatMap(({ lastUsedAt }) => (lastUsedAt === null ? [] : [lastUsedAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times));
}
