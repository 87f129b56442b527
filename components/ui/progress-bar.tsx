interface ProgressBarProps {
  /** The accessible name: "Quiet time". */
  readonly label: string;
  /** 0 to 100. */
  readonly percent: number;
}

/** How far something is, as a thin bar. The words beside it say the same. */
export function ProgressBar({ label, percent }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 w-full max-w-90 overflow-hidden rounded-full bg-line"
    >
      {/* The content security policy allows no style attribute; a width of SVG is none. */}
      <svg className="block h-full w-full" aria-hidden="true">
        <rect width={`${percent}%`} height="100%" rx="3" className="fill-accent transition-[width]" />
      </svg>
    </div>
  );
}
