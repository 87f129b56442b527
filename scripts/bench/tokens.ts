import { availableParallelism } from "node:os";
import type { BenchOptions } from "./bench-options";
import { openStage } from "./stage";
import { drawTable, type Row } from "./table";

const full = {
  tokenTests: {
    slow: { rounds: 60, warmUpRounds: 5, delayMs: 100 },
    fast: { rounds: 200, warmUpRounds: 20 },
  },
  tokenProvider: {
    cached: { rounds: 30, warmUpRounds: 3, callsPerRound: 100_000 },
    crowd: { rounds: 9, warmUpRounds: 1, callers: 1_000 },
  },
  sealing: { rounds: 20, warmUpRounds: 2, valuesPerRound: 200 },
};

const quick: typeof full = {
  tokenTests: {
    slow: { rounds: 2, warmUpRounds: 1, delayMs: 100 },
    fast: { rounds: 3, warmUpRounds: 1 },
  },
  tokenProvider: {
    cached: { rounds: 2, warmUpRounds: 1, callsPerRound: 1_000 },
    crowd: { rounds: 2, warmUpRounds: 0, callers: 50 },
  },
  sealing: { rounds: 2, warmUpRounds: 1, valuesPerRound: 10 },
};

/** Prints one table: every figure beside its reference in the same run. */
export async function benchTokens(options: BenchOptions): Promise<void> {
  const { isQuick, stop, say } = options;
  const plan = isQuick ? quick : full;
  const stage = await openStage(options);
  // Only now is the generated database client sure to be there.
  const { makeActContext } = await import("@/lib/auth/act-context.fixture");
  const { measureTokenTests } = await import("./token-tests");
  const { measureTokenProvider } = await import("./token-provider");
  const { measureSealing } = await import("./sealing");

  const rows: Row[] = [];
  say("Measuring token tests.");
  rows.push(...(await measureTokenTests(stage, await makeActContext(), plan.tokenTests, stop)));
  say("Measuring the token provider.");
  rows.push(...(await measureTokenProvider(stage, plan.tokenProvider, stop)));
  say("Measuring sealing.");
  rows.push(...(await measureSealing(plan.sealing, stop)));

  say(`\n${drawTable(rows)}\n`);
  say(
    `Node ${process.versions.node}, ${availableParallelism()} cores; PostgreSQL with every commit on disk; the sandbox is a process of its own.`,
  );
  say(
    "p95: nineteen rounds in twenty are at least as good. Ratio: of the medians, ours to the reference. Rounds of both alternate.",
  );
  if (isQuick) say("Quick: the counts are too small for figures.");
}
