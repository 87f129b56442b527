import type { AdobeFailure, AdobeFailureCode } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";
import type { Timing } from "./timing";

/** What one try knows about its failure; the whole act adds how many there were and how long it took. */
export type TryFailure = Omit<AdobeFailure, "tries" | "durationMs">;

export interface TryContext {
  /** What is left of the act's budget. */
  readonly remainingMs: number;
  readonly signal?: AbortSignal;
}

interface Completed<T> {
  readonly value: T;
  /** How many requests were sent. */
  readonly tries: number;
  /** Milliseconds from the first request to the last answer. */
  readonly durationMs: number;
}

const maxTries = 3;
const actBudgetMs = 40_000;
const maxRetryAfterMs = 10_000;
const firstBackoffMs = 500;
const maxBackoffMs = 8_000;

/** Failures that may be gone a moment later. A refusal stays a refusal however often it is asked for. */
const passing: ReadonlySet<AdobeFailureCode> = new Set([
  "network_down",
  "name_not_resolved",
  "connection_refused",
  "connection_reset",
  "timed_out",
  "throttled",
  "adobe_unavailable",
  "adobe_internal_error",
]);

export function isPassing(code: AdobeFailureCode): boolean {
  return passing.has(code);
}

/**
 * Runs an act of up to three tries within 40 seconds, for requests that may safely be repeated.
 * Waits grow with full jitter; a `Retry-After` is obeyed when it is at most ten seconds and fits the
 * budget, else the act ends and the failure says how long to stay away. Nothing is sent again once
 * the signal has aborted: the act then ends as `cancelled`. `mayRepeat` says after which failures it
 * may go on.
 */
export async function retry<T>(
  attempt: (context: TryContext) => Promise<Result<T, TryFailure>>,
  timing: Timing,
  signal?: AbortSignal,
  mayRepeat: (failure: TryFailure) => boolean = ({ code }) => isPassing(code),
): Promise<Result<Completed<T>, AdobeFailure>> {
  const startedMs = timing.elapsedMs();
  const durationMs = () => Math.round(timing.elapsedMs() - startedMs);
  const remainingMs = () => startedMs + actBudgetMs - timing.elapsedMs();
  let tries = 0;
  for (;;) {
    if (signal?.aborted === true) return fail({ code: "cancelled", tries, durationMs: durationMs() });
    tries += 1;
    const outcome = await attempt({
      remainingMs: remainingMs(),
      ...(signal === undefined ? {} : { signal }),
    });
    if (outcome.ok) return succeed({ value: outcome.value, tries, durationMs: durationMs() });
    const ended = { ...outcome.failure, tries, durationMs: durationMs() };
    if (tries === maxTries || !mayRepeat(ended)) return fail(ended);
    const waitMs = chooseWait(ended, tries - 1, timing.random());
    if (waitMs === undefined || waitMs >= remainingMs()) return fail(ended);
    await timing.sleep(waitMs, signal);
  }
}

/** Runs an act of exactly one try, for requests that must not be repeated. */
export async function tryOnce<T>(
  attempt: (context: TryContext) => Promise<Result<T, TryFailure>>,
  timing: Timing,
  signal?: AbortSignal,
): Promise<Result<Completed<T>, AdobeFailure>> {
  if (signal?.aborted === true) return fail({ code: "cancelled", tries: 0, durationMs: 0 });
  const startedMs = timing.elapsedMs();
  const outcome = await attempt({
    remainingMs: actBudgetMs,
    ...(signal === undefined ? {} : { signal }),
  });
  const facts = { tries: 1, durationMs: Math.round(timing.elapsedMs() - startedMs) };
  return outcome.ok ? succeed({ value: outcome.value, ...facts }) : fail({ ...outcome.failure, ...facts });
}

/** @returns undefined when the server asked for more patience than one act has. */
function chooseWait(failure: TryFailure, retryIndex: number, random: number): number | undefined {
  const backoffMs = random * Math.min(maxBackoffMs, firstBackoffMs * 2 ** retryIndex);
  if (failure.retryAfterSeconds === undefined) return backoffMs;
  const askedMs = failure.retryAfterSeconds * 1_000;
  return askedMs > maxRetryAfterMs ? undefined : Math.max(askedMs, backoffMs);
}
