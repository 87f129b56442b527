import type { Better } from "@/scripts/bench/measure";

/** One line of the table: what was measured, beside what it is compared with in the same run. */
export interface Line {
  readonly measure: string;
  readonly result: string;
  readonly reference: string;
  /** Ours to the reference, where both are figures of one kind. */
  readonly ratio?: number;
  readonly aims?: readonly Aim[];
}

/** What a figure should be. */
interface Aim {
  readonly text: string;
  readonly isMet: boolean;
}

export function aim(figure: number, better: Better, bound: number, unit: string): Aim {
  return {
    text: `${better === "lower" ? "≤" : "≥"} ${bound.toLocaleString("en-US")}${unit}`,
    isMet: better === "lower" ? figure <= bound : figure >= bound,
  };
}

/** Three digits that count; more are noise. */
export function show(figure: number): string {
  if (figure >= 100) return Math.round(figure).toLocaleString("en-US");
  return figure.toFixed(figure >= 10 ? 1 : 2);
}

export const showMs = (ms: number): string => `${show(ms)} ms`;
export const showRate = (perSecond: number): string => `${show(perSecond)} per s`;

const header = ["measure", "result", "reference in the same run", "ratio", "aim", "met"];

/** The lines as a table that reads alike in a terminal and as Markdown. */
export function drawLines(lines: readonly Line[]): string {
  const cells = [header, ...lines.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const draw = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [draw(header), rule, ...cells.slice(1).map(draw)].join("\n");
}

function cellsOf({ measure, result, reference, ratio, aims = [] }: Line): readonly string[] {
  return [
    measure,
    result,
    reference,
    ratio === undefined ? "" : `${show(ratio)}×`,
    aims.map(({ text }) => text).join(", "),
    aims.length === 0 ? "" : aims.every(({ isMet }) => isMet) ? "yes" : "no",
  ];
}
