/** Where the end of an axis is: the first of 2, 4, 6, 8, 10, 20, 40 … that is not below. Its half is whole. */
export function roundUp(max: number): number {
  if (!(max > 2)) return 2;
  const power = 10 ** Math.floor(Math.log10(max));
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= max) ?? 10;
  return step * power;
}

/** One label under the axis. */
export interface Tick {
  readonly index: number;
  /** Where the middle of its slot is: 0 to 100. */
  readonly percent: number;
  /** At the edges the text leans inwards. */
  readonly anchor: "start" | "middle" | "end";
}

/** Which of `count` slots have a label: the last one and, evenly before it, `most` at most. */
export function pickTicks(count: number, most: number): readonly Tick[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, number) => count - 1 - number * step)
    .reverse()
    .map((index) => {
      const percent = round(((index + 0.5) / count) * 100);
      return { index, percent, anchor: anchorOf(percent) };
    });
}

function anchorOf(percent: number): Tick["anchor"] {
  if (percent < 6) return "start";
  return percent > 94 ? "end" : "middle";
}

/** How wide one slot is in a drawing, whatever it is stretched to. With 1, browsers blur what is stretched far. */
export const slotWidth = 100;

/** How much of its slot a bar covers: few bars stay slim, very many have no room for gaps. */
export function barWidth(count: number): number {
  return count > 120 ? slotWidth : Math.min(72, count * 6);
}

/** Two digits behind the point are finer than any screen. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
