import { drawLine } from "./draw-line";
import { formatMs } from "./format-axis";
import { Plot, plotHeights, type Slot } from "./plot";
import { roundUp } from "./scale";

type LineLook = "solid" | "dashed";

interface LinesProps {
  /** One value per slot, in milliseconds; null where nothing was measured. */
  readonly lines: readonly { readonly look: LineLook; readonly values: readonly (number | null)[] }[];
  readonly slotCount: number;
  readonly slots: readonly Slot[];
}

const strokes: Record<LineLook, string> = { solid: "stroke-accent", dashed: "stroke-soft" };

/** Spans of time as lines, in a low plot under another one. */
export function Lines({ lines, slotCount, slots }: LinesProps) {
  const heightPx = plotHeights.low;
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const max = roundUp(Math.max(0, ...known));
  return (
    <Plot size="low" slotCount={slotCount} max={max} format={formatMs} slots={slots}>
      {lines.map(({ look, values }) => {
        const { line, dots } = drawLine(values, { max, heightPx });
        return (
          <g key={look} className={strokes[look]}>
            <path
              d={line}
              vectorEffect="non-scaling-stroke"
              strokeWidth="1.5"
              strokeLinejoin="round"
              {...(look === "dashed" && { strokeDasharray: "4 3" })}
            />
            <path d={dots} vectorEffect="non-scaling-stroke" strokeWidth="4.5" strokeLinecap="round" />
          </g>
        );
      })}
    </Plot>
  );
}

/** A sample for the legend. */
export function LineSample({ look }: { readonly look: LineLook }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 18 10" className="h-2.5 w-4.5 shrink-0">
      <path
        d="M0 5h18"
        strokeWidth="1.5"
        className={strokes[look]}
        {...(look === "dashed" && { strokeDasharray: "4 3" })}
      />
    </svg>
  );
}
