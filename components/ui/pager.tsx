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
}

/** Links to the pages beside this one. With none of them, nothing is drawn. */
export function Pager({ label, previous, next }: PagerProps) {
  if (previous === undefined && next === undefined) return null;
  return (
    <nav aria-label={label} className="mt-3 flex flex-wrap justify-end gap-2" data-print="hide">
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
    </nav>
  );
}
