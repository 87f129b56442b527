import { round, slotWidth } from "./scale";

export interface DrawnLine {
  /** Through neighbours that both have a value. */
  readonly line: string;
  /** A stroke of no length for every value that a dot is to mark. */
  readonly dots: string;
}

/** More values than this are read as a line; only those without neighbours keep a dot. */
const mostDots = 31;

/**
 * A line over slots, heights in pixels from the top. It breaks where a slot has no value:
 * what was not measured is not drawn.
 */
export function drawLine(
  values: readonly (number | null)[],
  { max, heightPx }: { readonly max: number; readonly heightPx: number },
): DrawnLine {
  const line: string[] = [];
  const dots: string[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const place = `${(index + 0.5) * slotWidth} ${round(heightPx - (Math.min(value, max) / max) * heightPx)}`;
    const isFirst = isMissing(values[index - 1]);
    const isLast = isMissing(values[index + 1]);
    if (!(isFirst && isLast)) line.push(`${isFirst ? "M" : "L"}${place}`);
    if (values.length <= mostDots || (isFirst && isLast)) dots.push(`M${place}h0`);
  });
  return { line: line.join(""), dots: dots.join("") };
}

function isMissing(value: number | null | undefined): boolean {
  return value === null || value === undefined;
}
