import { availableParallelism } from "node:os";
import { describeThrown } from "@/lib/log";
import type { BenchOptions } from "@/scripts/bench/bench-options";
import { timeMs } from "@/scripts/bench/measure";
import { openStage } from "@/scripts/bench/stage";
import { Refusal } from "@/scripts/explain-problem.mjs";
import { drawLines, type Line } from "./line";

const full = {
  events: 1_000_000,
  smallEvents: 10_000,
  append: {
    rounds: 9,
    warmUpRounds: 1,
    writers: 32,
    organizations: 20,
    roundMs: 700,
    diskWritesPerRound: 50,
  },
  timesPerPage: 5,
  verification: { rounds: 3, warmUpRounds: 1, events: 100_000, signatures: 10_000 },
};

const quick: typeof full = {
  events: 20_000,
  smallEvents: 2_000,
  append: {
    rounds: 1,
    warmUpRounds: 0,
    writers: 32,
    organizations: 20,
    roundMs: 50,
    diskWritesPerRound: 5,
  },
  timesPerPage: 1,
  verification: { rounds: 1, warmUpRounds: 0, events: 2_000, signatures: 200 },
};

/** Prints one table: the log at full size, every figure beside its reference in the same run. */
export async function benchAudit(options: BenchOptions): Promise<void> {
  const { isQuick, stop, say } = options;
  const plan = isQuick ? quick : full;
  const count = options.events ?? plan.events;
  const stage = await openStage(options);
  // Only now is the generated database client sure to be there.
  const { makeActContext } = await import("@/lib/auth/act-context.fixture");
  const { measureAppend } = await import("./append");
  const { comparePages, timePages } = await import("./pages");
  const { measureVerification } = await import("./verification");
  const { measureExport } = await import("./export");
  const { seedLog } = await import("./seed-log");
  const { makeCast } = await import("./make-events");

  const seed = async (events: number) => {
    const [context, cast] = [await makeActContext(), makeCast()];
    const { organizationId } = context.viewer;
    say(`Filling a log with ${events.toLocaleString("en-US")} events.`);
    const elapsedMs = await timeMs(() => seedLog(stage, { organizationId, count: events, cast }, options));
    say(`  filled in ${Math.round(elapsedMs / 1_000)} s`);
    return { context, cast, organizationId };
  };
  const lines: Line[] = [];

  const failed: string[] = [];
  /** What cannot be measured does not take the rest of a long run with it. */
  const measure = async (what: string, act: () => Promise<readonly Line[]>) => {
    say(`Measuring ${what}.`);
    try {
      lines.push(...(await act()));
    } catch (thrown) {
      stop.throwIfAborted();
      const { errorName, places } = describeThrown(thrown);
      failed.push(`${what} (${errorName} at ${places[0] ?? "an unknown place"})`);
    }
  };

  await measure("appends", () => measureAppend(stage, plan.append, stop));
  const small = await seed(plan.smallEvents);
  say("Measuring the pages of the small log.");
  const smallTimes = await timePages(small.organizationId, small.cast, plan.timesPerPage, stop);
  const large = await seed(count);
  await measure("the pages of the large log", async () =>
    comparePages(await timePages(large.organizationId, large.cast, plan.timesPerPage, stop), smallTimes),
  );
  const events = Math.min(count, plan.verification.events);
  await measure("the verification", () =>
    measureVerification(large.organizationId, { ...plan.verification, events }, stop),
  );
  await measure("the export", () => measureExport(stage, large.context, stop));

  say(`\n${drawLines(lines)}\n`);
  say(
    `${count.toLocaleString("en-US")} events in one organization; Node ${process.versions.node}, ${availableParallelism()} cores; PostgreSQL with every commit on disk.`,
  );
  say("Rates are medians of rounds that alternate. Ratio: ours to the reference.");
  if (isQuick) say("Quick: the counts are too small for figures.");
  if (failed.length > 0) throw new Refusal(`This could not be measured: ${failed.join(", ")}.`);
}
