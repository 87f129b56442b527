import { type ReactNode, useId } from "react";

interface PanelProps {
  readonly title?: string;
  /** Right end of the header line: a fact or a small act. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Makes it a region that can be found by its title. */
  readonly isRegion?: boolean;
  /** For regions whose content is on its way. */
  readonly isBusy?: boolean;
  /** The content reaches the edges: it is a list with lines of its own. */
  readonly isFlush?: boolean;
}

/** A box with an optional header line. */
export function Panel(props: PanelProps) {
  const { title, aside, children, isRegion = false, isBusy, isFlush = false } = props;
  const titleId = useId();
  return (
    <section
      {...(isRegion && title !== undefined && { "aria-labelledby": titleId })}
      {...(isBusy !== undefined && { "aria-busy": isBusy })}
      className="min-w-0 rounded-panel border border-line bg-panel shadow-small print:break-inside-avoid"
    >
      {title !== undefined && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2">
          <h2 id={titleId} className="font-semibold">
            {title}
          </h2>
          {aside !== undefined && <div className="text-faint">{aside}</div>}
        </div>
      )}
      {isFlush ? children : <div className="p-4">{children}</div>}
    </section>
  );
}
