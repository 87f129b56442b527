import { barWidth, round, slotWidth } from "./scale";

/** What is there but small is still seen. */
const leastHeightPx = 1.5;

/**
 * The path of each series of stacked bars, the first one at the bottom. Heights are in pixels from the
 * top. Small parts are drawn a little higher than they are, so that none disappears.
 */
export function drawBars(
  columns: readonly (readonly number[])[],
  seriesCount: number,
  { max, heightPx }: { readonly max: number; readonly heightPx: number },
): readonly string[] {
  const width = barWidth(columns.length);
  const paths: string[][] = Array.from({ length: seriesCount }, () => []);
  columns.forEach((column, index) => {
    const left = index * slotWidth + (slotWidth - width) / 2;
    const heights = stack(column, max, heightPx);
    let bottom = heightPx;
    heights.forEach((height, series) => {
      if (height === 0) return;
      const top = round(bottom - height);
      paths[series]?.push(`M${left} ${round(bottom)}V${top}h${width}V${round(bottom)}z`);
      bottom = top;
    });
  });
  return paths.map((parts) => parts.join(""));
}

/** Heights of the parts of one bar; together never more than the chart is high. */
export function stack(column: readonly number[], max: number, heightPx: number): readonly number[] {
  const heights = column.map((count) =>
    count === 0 ? 0 : Math.max(leastHeightPx, (count / max) * heightPx),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  const shrink = total > heightPx ? heightPx / total : 1;
  return heights.map((height) => height * shrink);
}
