import { useId } from "react";
import type { Tone } from "@/components/ui/tone";
import { drawBars } from "./draw-bars";
import { formatCount } from "./format-axis";
import { Plot, plotHeights, type Slot } from "./plot";
import { roundUp, slotWidth } from "./scale";

interface BarsProps {
  /** The meaning of each part of a bar, from the bottom up. */
  readonly tones: readonly Tone[];
  /** One per slot: how much of each part. */
  readonly columns: readonly (readonly number[])[];
  readonly slots: readonly Slot[];
}

/** What to attend to is striped, so that it differs from what is bad for those who see both alike. */
const fills: Record<Tone, string> = {
  good: "fill-accent",
  neutral: "fill-control-line",
  attend: "fill-attend",
  bad: "fill-bad",
};

/** Stacked bars. */
export function Bars({ tones, columns, slots }: BarsProps) {
  const stripesId = useId();
  const heightPx = plotHeights.tall;
  const max = roundUp(Math.max(0, ...columns.map((column) => column.reduce((sum, count) => sum + count, 0))));
  const paths = drawBars(columns, tones.length, { max, heightPx });
  return (
    <Plot size="tall" slotCount={columns.length} max={max} format={formatCount} slots={slots}>
      <Stripes id={stripesId} width={columns.length * slotWidth} />
      {tones.map((tone, index) => (
        <Part key={tone} tone={tone} path={paths[index] ?? ""} stripesId={stripesId} />
      ))}
    </Plot>
  );
}

/** A sample for the legend. */
export function BarSample({ tone }: { readonly tone: Tone }) {
  const stripesId = useId();
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <Stripes id={stripesId} width={10} />
      <Part tone={tone} path="M0 0h10v10h-10z" stripesId={stripesId} />
    </svg>
  );
}

interface PartProps {
  readonly tone: Tone;
  readonly path: string;
  readonly stripesId: string;
}

function Part({ tone, path, stripesId }: PartProps) {
  if (path === "") return null;
  if (tone === "attend") return <path d={path} fill={`url(#${stripesId})`} />;
  return <path d={path} className={fills[tone]} />;
}

/** Lying stripes: they stay as they are however wide the chart is drawn. */
function Stripes({ id, width }: { readonly id: string; readonly width: number }) {
  return (
    <pattern id={id} patternUnits="userSpaceOnUse" width={width} height={3}>
      <rect width={width} height={2} className={fills.attend} />
    </pattern>
  );
}
