import type { ReactNode } from "react";
import { joinClasses } from "@/components/ui/join-classes";
import { slotWidth } from "./scale";

/** Heights of a plot in pixels: of the chart one looks at, and of one that goes with it. */
export const plotHeights = { tall: 96, low: 48 } as const;

/** What the pointer finds over one slot. */
export interface Slot {
  readonly index: number;
  /** The exact values, as one sentence. */
  readonly title: string;
  /** Where a click leads. */
  readonly href?: string | undefined;
}

interface PlotProps {
  readonly size: keyof typeof plotHeights;
  /** The plot is so many slots wide. */
  readonly slotCount: number;
  readonly max: number;
  readonly format: (value: number) => string;
  readonly slots: readonly Slot[];
  /** Paths; x in units of `slotWidth`, y in pixels from the top. */
  readonly children: ReactNode;
}

const heightClasses = { tall: "h-24", low: "h-12" } as const;

/**
 * The ground of a chart: its axis on the left, three lines, and what the pointer finds. It is for those who
 * see it; a table with the same figures and the same links stands beside it for everybody else, so nothing in
 * here takes the focus.
 */
export function Plot({ size, slotCount, max, format, slots, children }: PlotProps) {
  const width = slotCount * slotWidth;
  const height = plotHeights[size];
  return (
    <div aria-hidden="true" className="flex gap-2 py-2.5">
      <div
        className={joinClasses("relative w-12 shrink-0 text-right text-xs text-faint", heightClasses[size])}
      >
        <span className="absolute top-0 right-0 -translate-y-1/2">{format(max)}</span>
        {size === "tall" && (
          <span className="absolute top-1/2 right-0 -translate-y-1/2">{format(max / 2)}</span>
        )}
        <span className="absolute right-0 bottom-0 translate-y-1/2">0</span>
      </div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={joinClasses("min-w-0 flex-1 overflow-visible", heightClasses[size])}
        role="presentation"
      >
        {slots.map((slot) => (
          <PlotSlot key={slot.index} slot={slot} height={height} />
        ))}
        <g className="pointer-events-none fill-none">
          <path
            d={`M0 0H${width}M0 ${height / 2}H${width}`}
            vectorEffect="non-scaling-stroke"
            className="stroke-line"
          />
          {children}
          <path
            d={`M0 ${height}H${width}`}
            vectorEffect="non-scaling-stroke"
            className="stroke-control-line"
          />
        </g>
      </svg>
    </div>
  );
}

function PlotSlot({ slot, height }: { readonly slot: Slot; readonly height: number }) {
  const ground = (
    <>
      <title>{slot.title}</title>
      <rect
        x={slot.index * slotWidth}
        width={slotWidth}
        height={height}
        className="fill-transparent hover:fill-raised"
      />
    </>
  );
  if (slot.href === undefined) return <g>{ground}</g>;
  return (
    <a href={slot.href} tabIndex={-1}>
      {ground}
    </a>
  );
}
