"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { joinClasses } from "./join-classes";

interface Tab {
  readonly href: string;
  readonly label: string;
}

/** Pages of one thing as tabs. They are links: each has its own address. */
export function TabsNav({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="mb-4.5 overflow-x-auto border-b border-line" data-print="hide">
      <ul className="flex gap-5.5">
        {tabs.map((tab) => {
          const isCurrent = tab.href === pathname;
          return (
            <li key={tab.href}>
              <Link
                href={tab.href}
                prefetch={false}
                {...(isCurrent && { "aria-current": "page" as const, ref: keepInSight })}
                className={joinClasses(
                  "block border-b-2 py-2.5 whitespace-nowrap -outline-offset-2",
                  isCurrent
                    ? "border-accent font-semibold text-ink"
                    : "border-transparent text-soft hover:border-line hover:text-ink",
                )}
              >
                {tab.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Where the tabs are wider than the page, the current one may stand beyond its edge. */
function keepInSight(link: HTMLAnchorElement | null): void {
  const row = link?.closest("nav");
  if (link === null || row === null || row === undefined) return;
  const hidden = link.getBoundingClientRect().right - row.getBoundingClientRect().right;
  if (hidden > 0) row.scrollLeft += hidden;
}
