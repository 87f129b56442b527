import { formatDay } from "@/components/ui/chart/format-axis";
import { Panel } from "@/components/ui/panel";
import type { Tone } from "@/components/ui/tone";
import type { EventOutcome } from "@/lib/audit/event";
import type { EventChart } from "@/lib/audit/queries/event-chart";
import { type EventFilters, writeEventFilters } from "@/lib/audit/queries/event-filters";
import { outcomeNames } from "@/lib/audit/words/event-words";
import { type ChartedDay, DayCharts } from "./day-charts";

interface EventChartPanelProps {
  readonly chart: EventChart;
  readonly filters: EventFilters;
}

/** From the bottom of a bar up: what is bad lies on top, where it is seen. */
const outcomes = ["succeeded", "requested", "denied", "failed"] as const satisfies readonly EventOutcome[];

const tones: Record<EventOutcome, Tone> = {
  succeeded: "good",
  requested: "neutral",
  denied: "attend",
  failed: "bad",
};

/** Events per day over the range of the filters. */
export function EventChartPanel({ chart, filters }: EventChartPanelProps) {
  const kinds = outcomes.filter((outcome) => chart.days.some((day) => day[outcome] > 0));
  const days = chart.days.map(
    (day): ChartedDay => ({
      day: day.day,
      counts: kinds.map((outcome) => day[outcome]),
      p50Ms: day.p50Ms,
      p95Ms: day.p95Ms,
      href: hrefOf(day.day, filters),
    }),
  );
  return (
    <Panel title="Events per day" isRegion aside={chart.days.length > 0 && nameRange(chart)}>
      {kinds.length === 0 ? (
        <p className="text-soft">{nothing(chart)}</p>
      ) : (
        <DayCharts
          kinds={kinds.map((outcome) => ({ label: outcomeNames[outcome], tone: tones[outcome] }))}
          days={days}
          caption="Events per day"
        />
      )}
      <Remarks chart={chart} filters={filters} />
    </Panel>
  );
}

function Remarks({ chart, filters }: EventChartPanelProps) {
  const { leavesOut, days, from, to } = chart;
  const isCut =
    (filters.from !== undefined && filters.from !== from) || (filters.to !== undefined && filters.to !== to);
  if (days.length === 0 || (leavesOut.length === 0 && !isCut)) return null;
  return (
    <div className="mt-2 text-sm text-soft">
      {leavesOut.length > 0 && (
        <p>
          The chart counts events of {leavesOut.map((key) => unfollowed[key]).join(" and ")}: it does not
          follow {leavesOut.length === 1 ? "that filter" : "those filters"}.
        </p>
      )}
      {isCut && <p>The range is longer than the chart, which shows {days.length} days of it.</p>}
    </div>
  );
}

const unfollowed = { actor: "every actor", q: "every name" } as const;

function nothing({ days }: EventChart): string {
  if (days.length === 0) return "The range ends before it begins.";
  return days.length === 1 ? "No event on this day." : "No event on these days.";
}

function nameRange({ from, to }: EventChart): string {
  return from === to
    ? `${formatDay(from, "full")}, UTC`
    : `${formatDay(from, "full")} to ${formatDay(to, "full")}, UTC`;
}

/** The list of a day, unless it is the one that is shown. */
function hrefOf(day: string, filters: EventFilters): string | undefined {
  if (filters.from === day && filters.to === day) return undefined;
  return `/audit?${writeEventFilters({ ...filters, before: undefined, from: day, to: day })}`;
}
