import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

interface PageHeaderProps {
  readonly title: string;
  /** Drawn left on the frame's top line. The last one is the page itself. */
  readonly crumbs?: readonly Crumb[];
  /** A status tag that leads the facts. */
  readonly status?: ReactNode;
  /** One grey line: counts, owner, last check, joined by " · ". */
  readonly facts?: ReactNode;
  /** Buttons, the one likely act last and filled. */
  readonly actions?: ReactNode;
}

/** The first thing inside `main`: where am I, is it all right, what can I do. */
export function PageHeader({ title, crumbs, status, facts, actions }: PageHeaderProps) {
  return (
    <div className="mb-5">
      <div className="mb-4 flex min-h-8 items-center wide:mr-72">
        <Breadcrumbs crumbs={crumbs ?? [{ label: title }]} />
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-title font-bold tracking-tight break-words">{title}</h1>
          {(isDrawn(status) || isDrawn(facts)) && (
            <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-soft">
              {status}
              {isDrawn(facts) && <div className="min-w-0 flex-1 basis-full narrow:basis-60">{facts}</div>}
            </div>
          )}
        </div>
        {isDrawn(actions) && (
          <div className="flex flex-wrap gap-2" data-print="hide">
            {actions}
          </div>
        )}
      </div>
    </div>
  );
}

function isDrawn(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false;
}
