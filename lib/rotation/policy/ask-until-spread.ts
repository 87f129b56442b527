import { isPassing } from "@/lib/adobe/retry";
import { systemTiming, type Timing } from "@/lib/adobe/timing";
import type { AdobeFailure } from "@/lib/failure";
import { fail, type Result, succeed } from "@/lib/result";

export interface SpreadLimits {
  /** How long Adobe may take to make a new secret known everywhere; no try is sent later. */
  readonly limitMs: number;
  readonly firstBackoffMs: number;
}

export const spreadLimits: SpreadLimits = { limitMs: 60_000, firstBackoffMs: 500 };

const maxBackoffMs = 8_000;

/** What trying a new secret came to. */
export interface SpreadTrial {
  /** The failure is that of the last try; `cancelled` where the signal told so. */
  readonly answer: Result<null, AdobeFailure>;
  /** Requests that were sent. */
  readonly tries: number;
  readonly durationMs: number;
}

type Ask = () => Promise<Result<{ readonly tries: number }, AdobeFailure>>;

/**
 * Asks with a new secret until it is accepted. Adobe's servers learn of a new secret one by one, so for a
 * while "secret refused" means "not yet"; trouble on the way may pass too. Every other refusal ends it
 * at once, as does a `Retry-After` beyond the limit. The last try is sent when the limit is reached.
 *
 * @param ask sends one request, and breaks it off when the signal aborts
 */
export async function askUntilSpread(
  ask: Ask,
  signal: AbortSignal,
  { limitMs, firstBackoffMs }: SpreadLimits = spreadLimits,
  timing: Timing = systemTiming,
): Promise<SpreadTrial> {
  const startedMs = timing.elapsedMs();
  const passedMs = () => timing.elapsedMs() - startedMs;
  let tries = 0;
  const end = (answer: Result<null, AdobeFailure>) => ({ answer, tries, durationMs: Math.round(passedMs()) });
  for (let round = 0; ; round += 1) {
    const granted = signal.aborted ? null : await ask();
    tries += granted === null ? 0 : triesOf(granted);
    if (granted?.ok) return end(succeed(null));
    if (granted === null || signal.aborted) {
      return end(fail({ code: "cancelled", tries, durationMs: Math.round(passedMs()) }));
    }
    const waitMs = chooseWait(granted.failure, firstBackoffMs * 2 ** round, limitMs - passedMs());
    if (waitMs === null) return end(granted);
    await timing.sleep(waitMs, signal);
  }
}

function triesOf(granted: Result<{ readonly tries: number }, AdobeFailure>): number {
  return granted.ok ? granted.value.tries : granted.failure.tries;
}

/** @returns null where waiting does not help, or Adobe asks for more patience than is left. */
function chooseWait(
  { code, retryAfterSeconds }: AdobeFailure,
  backoffMs: number,
  remainingMs: number,
): number | null {
  if (code !== "client_secret_refused" && code !== "circuit_open" && !isPassing(code)) return null;
  const askedMs = (retryAfterSeconds ?? 0) * 1_000;
  if (remainingMs <= 0 || askedMs > remainingMs) return null;
  return Math.max(askedMs, Math.min(backoffMs, maxBackoffMs, remainingMs));
}
