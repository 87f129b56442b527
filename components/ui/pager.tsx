import { ChevronLeft, ChevronRight } from "lucide-react";
import { LinkButton } from "./link-button";

interface PagerLink {
  readonly href: string;
  readonly label: string;
}

interface PagerProps {
  /** What is paged: "Pages of the list". */
  readonly label: string;
  readonly previous?: PagerLink | undefined;
  readonly next?: PagerLink | undefined;
  /** What is shown: "1–50 of 214". */
  readonly summary?: string | undefined;
}

/** Links to the pages beside this one. With none of them and no summary, nothing is drawn. */
export function Pager({ label, previous, next, summary }: PagerProps) {
  if (previous === undefined && next === undefined && summary === undefined) return null;
  return (
    <nav
      aria-label={label}
      className="mt-3 flex flex-wrap items-center justify-between gap-3"
      data-print="hide"
    >
      <p className="text-sm text-soft">{summary}</p>
      <div className="flex gap-2">
        {previous !== undefined && (
          <LinkButton href={previous.href} size="small" icon={<ChevronLeft size={14} />}>
            {previous.label}
          </LinkButton>
        )}
        {next !== undefined && (
          <LinkButton href={next.href} size="small">
            {next.label}
            <ChevronRight size={14} />
          </LinkButton>
        )}
      </div>
    </nav>
  );
}
