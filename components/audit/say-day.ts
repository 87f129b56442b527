import { formatDay, formatMs } from "@/components/ui/chart/format-axis";

interface SaidDay {
  readonly day: string;
  readonly counts: readonly number[];
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** A day of a chart as a sentence: "22 Nov 2026: 7 succeeded, 1 failed; p50 210 ms, p95 480 ms". */
export function sayDay({ day, counts, p50Ms, p95Ms }: SaidDay, labels: readonly string[]): string {
  const parts = counts.flatMap((count, kind) =>
    count === 0 ? [] : [`${writeCount(count)} ${(labels[kind] ?? "").toLowerCase()}`],
  );
  const times = p50Ms === null ? "" : `; p50 ${sayMs(p50Ms)}, p95 ${sayMs(p95Ms)}`;
  return `${formatDay(day, "full")}: ${parts.join(", ")}${times}`;
}

export function sayMs(ms: number | null): string {
  return ms === null ? "—" : formatMs(ms);
}

export function writeCount(count: number): string {
  return count.toLocaleString("en");
}
