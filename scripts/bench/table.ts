import type { Better, Spread } from "./measure";

/** What the figures of a row count. */
type Unit = "ms" | "ns" | "per second" | "requests";

/** One thing that was measured, beside its reference in the same run. */
export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly ours: Spread;
  readonly reference: string;
  readonly theirs: Spread;
  /** Absent where a figure is only reported. */
  readonly aim?: Aim;
}

/** What the median of a row should be: a bound on the figure itself, or on its ratio to the reference. */
interface Aim {
  readonly of: "median" | "ratio";
  readonly bound: number;
  readonly better: Better;
}

const header = [
  "measured",
  "unit",
  "median",
  "p95",
  "reference",
  "median",
  "p95",
  "ratio",
  "aim or difference",
];
const isNumeric = [false, false, true, true, false, true, true, true, false];

/** The rows as a table that reads alike in a terminal and as Markdown. */
export function drawTable(rows: readonly Row[]): string {
  const lines = [header, ...rows.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const draw = (cells: readonly string[]) =>
    `| ${cells
      .map((cell, column) =>
        isNumeric[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join(" | ")} |`;
  const rule = `| ${widths
    .map((width, column) => (isNumeric[column] === true ? `${"-".repeat(width - 1)}:` : "-".repeat(width)))
    .join(" | ")} |`;
  return [draw(header), rule, ...lines.slice(1).map(draw)].join("\n");
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, ours, reference, theirs } = row;
  return [
    what,
    unit,
    showFigure(ours.median),
    showFigure(ours.p95),
    reference,
    showFigure(theirs.median),
    showFigure(theirs.p95),
    `${showRatio(ours.median / theirs.median)}×`,
    describeAim(row),
  ];
}

function describeAim({ aim, ours, theirs, unit }: Row): string {
  if (aim === undefined) return describeDifference(unit, ours, theirs);
  const figure = aim.of === "median" ? ours.median : ours.median / theirs.median;
  const isMet = aim.better === "lower" ? figure <= aim.bound : figure >= aim.bound;
  const bound = aim.of === "median" ? `${showFigure(aim.bound)} ${unit}` : `${aim.bound}×`;
  return `${aim.better === "lower" ? "≤" : "≥"} ${bound}: ${isMet ? "met" : "missed"}`;
}

/** Of two durations people want to know what lies between them. */
function describeDifference(unit: Unit, ours: Spread, theirs: Spread): string {
  if (unit !== "ms") return "";
  const signed = (figure: number) => `${figure < 0 ? "-" : "+"}${showFigure(Math.abs(figure))}`;
  return `${signed(ours.median - theirs.median)} ms, p95 ${signed(ours.p95 - theirs.p95)} ms`;
}

/** Three digits that count; more are noise. */
function showFigure(figure: number): string {
  if (figure >= 100) return Math.round(figure).toLocaleString("en-US");
  if (Number.isInteger(figure)) return String(figure);
  return figure.toFixed(figure >= 10 ? 1 : 2);
}

function showRatio(ratio: number): string {
  return ratio >= 10 ? Math.round(ratio).toLocaleString("en-US") : ratio.toFixed(ratio >= 0.1 ? 2 : 3);
}
