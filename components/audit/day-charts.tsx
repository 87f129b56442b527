import { BarSample, Bars } from "@/components/ui/chart/bars";
import { DayAxis } from "@/components/ui/chart/day-axis";
import { FiguresTable } from "@/components/ui/chart/figures-table";
import { formatDay } from "@/components/ui/chart/format-axis";
import { Legend } from "@/components/ui/chart/legend";
import { LineSample, Lines } from "@/components/ui/chart/lines";
import type { Slot } from "@/components/ui/chart/plot";
import type { Tone } from "@/components/ui/tone";
import { sayDay, sayMs, writeCount } from "./say-day";

export interface ChartedDay {
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  /** How many of each kind. */
  readonly counts: readonly number[];
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** The events of the day. */
  readonly href?: string | undefined;
}

interface DayChartsProps {
  /** The kinds that are counted, from the bottom of a bar up. No two have the same tone. */
  readonly kinds: readonly { readonly label: string; readonly tone: Tone }[];
  readonly days: readonly ChartedDay[];
  readonly caption: string;
}

/** What happened per day as stacked bars, how fast Adobe answered under it, and both as a table. */
export function DayCharts({ kinds, days, caption }: DayChartsProps) {
  const totals = kinds.map((_, kind) => days.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0));
  const labels = kinds.map(({ label }) => label);
  const isTimed = days.some(({ p50Ms }) => p50Ms !== null);
  const filled = days.filter(({ counts }) => counts.some((count) => count > 0));
  const slots: readonly Slot[] = days.flatMap((day, index) =>
    day.counts.some((count) => count > 0) ? [{ index, title: sayDay(day, labels), href: day.href }] : [],
  );
  return (
    <>
      <Legend
        entries={kinds.map(({ label, tone }, kind) => ({
          label,
          sample: <BarSample tone={tone} />,
          total: writeCount(totals[kind] ?? 0),
        }))}
      />
      <Bars tones={kinds.map(({ tone }) => tone)} columns={days.map(({ counts }) => counts)} slots={slots} />
      {isTimed && (
        <>
          <div className="mt-1.5 flex flex-wrap items-center justify-between gap-x-4 text-sm text-soft">
            <p>How long Adobe took to answer token tests</p>
            <Legend
              entries={[
                { label: "half within (p50)", sample: <LineSample look="solid" /> },
                { label: "95 of 100 within (p95)", sample: <LineSample look="dashed" /> },
              ]}
            />
          </div>
          <Lines
            lines={[
              { look: "dashed", values: days.map(({ p95Ms }) => p95Ms) },
              { look: "solid", values: days.map(({ p50Ms }) => p50Ms) },
            ]}
            slotCount={days.length}
            slots={slots}
          />
        </>
      )}
      <DayAxis days={days.map(({ day }) => day)} />
      {!isTimed && (
        <p className="mt-2 text-sm text-soft">
          No token test was answered on these days, so there are no answer times.
        </p>
      )}
      <FiguresTable
        caption={caption}
        headers={["Day (UTC)", ...labels, ...(isTimed ? ["p50", "p95"] : [])]}
        rows={filled.map(({ day, counts, p50Ms, p95Ms, href }) => ({
          key: day,
          label: formatDay(day, days.length > 300 ? "full" : "short"),
          href,
          figures: [...counts.map(writeCount), ...(isTimed ? [sayMs(p50Ms), sayMs(p95Ms)] : [])],
        }))}
        note={filled.length < days.length ? "Days without events are left out." : undefined}
      />
    </>
  );
}
