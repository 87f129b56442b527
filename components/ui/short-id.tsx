import { CopyButton } from "./copy-button";
import { shorten } from "./shorten";

interface ShortIdProps {
  /** The whole id: shown on hover, copied whole. */
  readonly value: string;
  /** Characters kept at the front and at the end. */
  readonly head?: number;
  readonly tail?: number;
  /** Adds a copy button with this accessible name. */
  readonly copyLabel?: string;
}

/** An id, shortened in the middle. */
export function ShortId({ value, head, tail, copyLabel }: ShortIdProps) {
  return (
    <span className="inline-flex items-center gap-1">
      <code title={value}>{shorten(value, head, tail)}</code>
      {copyLabel !== undefined && <CopyButton value={value} label={copyLabel} />}
    </span>
  );
}
