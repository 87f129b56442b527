import { type Clock, systemClock } from "@/lib/clock";
import type { OrganizationId } from "@/lib/ids";
import { listChartDays } from "./chart-days";
import type { ChartDay, EventChart } from "./event-chart";
import type { EventFilters } from "./event-filters";
import { latencyPercentile } from "./latency-percentile";
import { countOutcome, type DailyCount, groupByDay, readDailyCounts } from "./read-daily-counts";

/**
 * The chart over the days that the filters ask for. It comes from counts, so it takes as long for ten
 * million events as for ten thousand; they know no actors and no names.
 */
export async function readChart(
  organizationId: OrganizationId,
  filters: EventFilters,
  clock: Clock = systemClock,
): Promise<EventChart> {
  const { action, credential, outcome } = filters;
  const days = listChartDays(filters, clock.now());
  const actions = action === undefined ? undefined : [action];
  const counts = await readDailyCounts(organizationId, { days, actions, credential, outcome });
  const today = clock.now().toISOString().slice(0, 10);
  return {
    from: days.at(0) ?? filters.from ?? today,
    to: days.at(-1) ?? filters.to ?? today,
    days: [...groupByDay(days, counts)].map(drawDay),
    leavesOut: (["actor", "q"] as const).filter((key) => filters[key] !== undefined),
  };
}

function drawDay([day, counts]: readonly [string, readonly DailyCount[]]): ChartDay {
  return {
    day,
    requested: countOutcome(counts, "requested"),
    succeeded: countOutcome(counts, "succeeded"),
    failed: countOutcome(counts, "failed"),
    denied: countOutcome(counts, "denied"),
    p50Ms: latencyPercentile(counts, 0.5),
    p95Ms: latencyPercentile(counts, 0.95),
  };
}
