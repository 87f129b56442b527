import type { ScopeDrift } from "./compare-scopes";
import type { ConsumerNeed } from "./judge-subset";

/** What the Scopes page shows of one credential. Times are ISO 8601, UTC. */
export interface ScopesView {
  readonly requested: readonly string[];
  /** The newest test that was answered with scopes; null where there is none. */
  readonly granted: GrantedScopes | null;
  readonly baseline: ScopeBaselineView | null;
  /** Null where nothing can be compared: no baseline, or no test. */
  readonly drift: ScopeDrift | null;
  /**
   * Requested, and needed by none of the consumers; null where not every consumer says what it needs. What
   * every token needs is not among them.
   */
  readonly unneeded: readonly string[] | null;
  /** What each consumer says it needs. */
  readonly needs: readonly ConsumerNeed[];
  /** Tests whose scopes differ from those of the test before, newest first. */
  readonly history: readonly GrantChange[];
}

export interface GrantedScopes {
  readonly testId: string;
  readonly at: string;
  readonly scopes: readonly string[];
}

interface ScopeBaselineView {
  readonly scopes: readonly string[];
  readonly approvedAt: string;
  readonly approvedByName: string;
}

export interface GrantChange {
  readonly testId: string;
  readonly at: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly isFirst: boolean;
}
