import { spreadOf, timeMs } from "@/scripts/bench/measure";

/** An act whose duration is of interest, such as a query. */
export interface Probe {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** How long the slowest kind of act takes. */
export interface Slowest {
  readonly name: string;
  readonly p95Ms: number;
}

/**
 * Each probe is run once unmeasured, then `times` times; p95 is of all runs of probes of one name. What fails,
 * because it takes too long, takes for ever.
 */
export async function findSlowest(
  probes: readonly Probe[],
  times: number,
  stop: AbortSignal,
): Promise<Slowest> {
  const durationsMs = new Map<string, number[]>();
  for (const { name, run } of probes) {
    const known = durationsMs.get(name) ?? [];
    durationsMs.set(name, known);
    for (let turn = 0; turn <= times; turn += 1) {
      stop.throwIfAborted();
      const elapsedMs = await timeMs(run).catch(() => Number.POSITIVE_INFINITY);
      if (turn > 0) known.push(elapsedMs);
    }
  }
  const all = [...durationsMs].map(([name, figures]) => ({ name, p95Ms: spreadOf(figures, "lower").p95 }));
  const [slowest] = all.sort((one, other) => other.p95Ms - one.p95Ms);
  if (slowest === undefined) throw new Error("There is nothing to measure.");
  return slowest;
}
