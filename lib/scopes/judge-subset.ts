import { without } from "./compare-scopes";

/** What a consumer says it needs; no scopes where it does not say. */
export interface ConsumerNeed {
  readonly system: string;
  readonly scopes: readonly string[];
}

interface TestedSubset {
  /** All that the credential asks for. */
  readonly requested: readonly string[];
  readonly granted: readonly string[];
}

interface SubsetVerdict {
  /** Requested by the credential, and not among what was granted. */
  readonly dropped: readonly string[];
  /** Consumers that would lack something, with what. */
  readonly lacking: readonly ConsumerNeed[];
  /** Systems that do not say what they need. */
  readonly silent: readonly string[];
}

/** What it would mean to go on with nothing but the scopes that a test was granted. */
export function judgeSubset(
  { requested, granted }: TestedSubset,
  needs: readonly ConsumerNeed[],
): SubsetVerdict {
  return {
    dropped: without(requested, granted),
    lacking: needs
      .map(({ system, scopes }) => ({ system, scopes: without(scopes, granted) }))
      .filter(({ scopes }) => scopes.length > 0),
    silent: needs.filter(({ scopes }) => scopes.length === 0).map(({ system }) => system),
  };
}
