import type { ReactNode } from "react";

interface LegendEntry {
  readonly label: string;
  readonly sample: ReactNode;
  /** The figure of the whole range, where there is one. */
  readonly total?: string | undefined;
}

/** What the colours and strokes of a chart stand for. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
      {entries.map(({ label, sample, total }) => (
        <li key={label} className="flex items-center gap-1.5">
          {sample}
          {label}
          {total !== undefined && <span className="text-ink">{total}</span>}
        </li>
      ))}
    </ul>
  );
}
