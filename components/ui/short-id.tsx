import { CopyButton } from "./copy-button";
import { shorten } from "./shorten";

interface ShortIdProps {
  /** The whole id: shown on hover, copied whole. */
  readonly value: string;
  /** Adds a copy button with this accessible name. */
  readonly copyLabel?: string;
}

/** An id, shortened in the middle. */
export function ShortId({ value, copyLabel }: ShortIdProps) {
  return (
    <span className="inline-flex items-center gap-1">
      <code title={value}>{shorten(value)}</code>
      {copyLabel !== undefined && <CopyButton value={value} label={copyLabel} />}
    </span>
  );
}
