/** How what a token was granted differs from what was asked for and what was approved. */
export interface ScopeDrift {
  /** Approved, and no longer granted. */
  readonly lost: readonly string[];
  /** Granted, and never approved. */
  readonly gained: readonly string[];
  /** Asked for, neither granted nor among the lost. */
  readonly notGranted: readonly string[];
}

interface ComparedScopes {
  readonly requested: readonly string[];
  readonly granted: readonly string[];
  readonly approved: readonly string[];
}

/** Compares one answer with the baseline. The order of scopes means nothing, here as at Adobe. */
export function compareScopes({ requested, granted, approved }: ComparedScopes): ScopeDrift {
  const lost = without(approved, granted);
  return {
    lost,
    gained: without(granted, approved),
    notGranted: without(without(requested, granted), lost),
  };
}

/** Every scope of a drift, each once, in the order of the alphabet: equal drifts list the same. */
export function listDrifted({ lost, gained, notGranted }: ScopeDrift): readonly string[] {
  return [...new Set([...lost, ...gained, ...notGranted])].sort();
}

/** What of `scopes` is not among `others`, each once. */
export function without(scopes: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return [...new Set(scopes)].filter((scope) => !known.has(scope));
}
