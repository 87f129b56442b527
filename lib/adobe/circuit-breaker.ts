import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { fail, type Result } from "@/lib/result";

export interface CircuitBreaker {
  /**
   * Runs the act, unless its host has failed too often: then it ends at once as `circuit_open` with
   * the seconds left, and nothing is sent.
   */
  readonly run: <T>(
    host: string,
    act: () => Promise<Result<T, AdobeFailure>>,
  ) => Promise<Result<T, AdobeFailure>>;
}

interface HostState {
  consecutiveFailures: number;
  /** The newest acts, oldest first. */
  recent: { readonly atMs: number; readonly failed: boolean }[];
  openUntilMs: number | undefined;
  isProbing: boolean;
}

const maxConsecutiveFailures = 5;
const windowMs = 30_000;
const minActsInWindow = 10;
const openMs = 30_000;
/** So that remembering stays cheap under load; half of the newest hundred tells the same. */
const maxRecent = 100;

/**
 * What shows that a host is in trouble. An answer about one client does not, and neither does 429:
 * the host is well and means that client. `internal_error` is left out because Adobe gives it for
 * single misused credentials, which would shut all others out.
 */
const hostFailures: ReadonlySet<AdobeFailureCode> = new Set([
  "network_down",
  "name_not_resolved",
  "connection_refused",
  "connection_reset",
  "tls_failed",
  "timed_out",
  "adobe_unavailable",
]);

/**
 * One breaker for all hosts, in process memory. It opens for 30 seconds after five acts in a row have
 * failed, or half of at least ten acts within 30 seconds; then one act goes through as a probe and
 * decides. An act counts once, however many tries it took.
 */
export function createCircuitBreaker(elapsedMs: () => number): CircuitBreaker {
  const hosts = new Map<string, HostState>();

  function stateOf(host: string): HostState {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    const fresh: HostState = {
      consecutiveFailures: 0,
      recent: [],
      openUntilMs: undefined,
      isProbing: false,
    };
    hosts.set(host, fresh);
    return fresh;
  }

  return {
    run: async (host, act) => {
      const state = stateOf(host);
      const startedMs = elapsedMs();
      const isProbe = state.openUntilMs !== undefined;
      if (state.openUntilMs !== undefined && (startedMs < state.openUntilMs || state.isProbing)) {
        const leftSeconds = Math.ceil((state.openUntilMs - startedMs) / 1_000);
        return fail({
          code: "circuit_open",
          retryAfterSeconds: Math.max(leftSeconds, 1),
          tries: 0,
          durationMs: 0,
        });
      }
      if (isProbe) state.isProbing = true;
      try {
        const outcome = await act();
        if (outcome.ok || outcome.failure.code !== "cancelled") {
          note(state, !outcome.ok && hostFailures.has(outcome.failure.code), isProbe, elapsedMs());
        }
        return outcome;
      } finally {
        if (isProbe) state.isProbing = false;
      }
    },
  };
}

function note(state: HostState, failed: boolean, isProbe: boolean, nowMs: number): void {
  // Acts that began before the breaker opened end while it is open; they decide nothing.
  if (state.openUntilMs !== undefined && !isProbe) return;
  if (isProbe) {
    state.openUntilMs = failed ? nowMs + openMs : undefined;
    state.consecutiveFailures = 0;
    state.recent = [];
    return;
  }
  state.consecutiveFailures = failed ? state.consecutiveFailures + 1 : 0;
  state.recent = [
    ...state.recent.slice(1 - maxRecent).filter((act) => act.atMs > nowMs - windowMs),
    { atMs: nowMs, failed },
  ];
  const failures = state.recent.filter((act) => act.failed).length;
  const isMostlyFailing = state.recent.length >= minActsInWindow && failures * 2 >= state.recent.length;
  if (state.consecutiveFailures >= maxConsecutiveFailures || (failed && isMostlyFailing)) {
    state.openUntilMs = nowMs + openMs;
    state.consecutiveFailures = 0;
    state.recent = [];
  }
}
