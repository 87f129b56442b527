import Link from "next/link";
import { Fragment } from "react";

export interface Crumb {
  readonly label: string;
  /** Absent for the page itself. */
  readonly href?: string;
}

/** The way back up. */
export function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs" className="text-soft" data-print="hide">
      <ol className="flex flex-wrap items-center gap-x-1.5">
        {crumbs.map((crumb, index) => (
          <Fragment key={`${crumb.href ?? ""} ${crumb.label}`}>
            {index > 0 && (
              <li aria-hidden="true" className="text-faint">
                /
              </li>
            )}
            <li className="max-w-80 truncate">
              {crumb.href === undefined ? (
                <span aria-current="page">{crumb.label}</span>
              ) : (
                <Link
                  href={crumb.href}
                  prefetch={false}
                  className="rounded-sm hover:text-ink hover:underline"
                >
                  {crumb.label}
                </Link>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
