/** Half of the figures are as good as `median`, nineteen in twenty as good as `p95`. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** What is better decides on which side of the figures `p95` lies. */
export type Better = "lower" | "higher";

/** By nearest rank, so both are figures that were really measured. */
export function spreadOf(figures: readonly number[], better: Better): Spread {
  const fromBest = figures.toSorted((one, other) => (better === "lower" ? one - other : other - one));
  const at = (share: number): number => {
    const figure = fromBest[Math.max(0, Math.ceil(share * fromBest.length) - 1)];
    if (figure === undefined) throw new Error("There is nothing to measure.");
    return figure;
  };
  return { median: at(0.5), p95: at(0.95) };
}

/** Something that is measured round by round. */
export interface Contestant {
  /** Runs one round and gives its figure. */
  readonly run: () => Promise<number>;
  /** One figure of each round that counts. */
  readonly figures: number[];
}

export function enter(run: Contestant["run"]): Contestant {
  return { run, figures: [] };
}

export interface RoundPlan {
  readonly rounds: number;
  readonly warmUpRounds: number;
}

/**
 * Runs the contestants by turns. Who begins changes with every round, so that drift of the machine and
 * what the one before left behind hit all alike. Warm-up rounds do not count.
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  { rounds, warmUpRounds }: RoundPlan,
  stop: AbortSignal,
): Promise<void> {
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      stop.throwIfAborted();
      const figure = await contestant.run();
      if (round >= warmUpRounds) contestant.figures.push(figure);
    }
  }
}

/** Milliseconds that the act takes. */
export async function timeMs(act: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

/** How often per second the act is done when it is repeated one after another. */
export async function timesPerSecond(times: number, act: (turn: number) => unknown): Promise<number> {
  const elapsedMs = await timeMs(async () => {
    for (let turn = 0; turn < times; turn += 1) await act(turn);
  });
  return (times * 1_000) / elapsedMs;
}
