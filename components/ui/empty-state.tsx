import type { ReactNode } from "react";

interface EmptyStateProps {
  /** One sentence: what is not here yet and what it is for. */
  readonly sentence: ReactNode;
  /** The one thing to do about it. */
  readonly action?: ReactNode;
}

/** Stands where a list would be. */
export function EmptyState({ sentence, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-4 rounded-panel border border-dashed border-line px-6 py-12 text-center">
      <p className="max-w-md text-balance text-soft">{sentence}</p>
      {action !== undefined && <div className="flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
