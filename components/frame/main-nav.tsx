"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { joinClasses } from "@/components/ui/join-classes";

const places = [
  { href: "/", label: "Overview" },
  { href: "/credentials", label: "Credentials" },
  { href: "/audit", label: "Audit log" },
] as const;

/** The rooms of the console. */
export function MainNav({ credentialCount }: { readonly credentialCount: number }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col">
        {places.map((place) => {
          const isHere = pathname === place.href;
          const isInside = isHere || (place.href !== "/" && pathname.startsWith(`${place.href}/`));
          return (
            <li key={place.href}>
              <Link
                href={place.href}
                prefetch={false}
                onClick={closeDrawer}
                {...(isInside && { "aria-current": isHere ? ("page" as const) : ("true" as const) })}
                className={joinClasses(
                  "flex min-h-8 items-center justify-between gap-2 rounded-control px-2.5 max-wide:min-h-11",
                  isInside
                    ? "bg-accent-ground font-semibold text-accent"
                    : "text-soft hover:bg-raised hover:text-ink",
                )}
              >
                {place.label}
                {place.href === "/credentials" && credentialCount > 0 && (
                  <span aria-hidden="true" className="text-sm font-normal text-faint tabular-nums">
                    {credentialCount.toLocaleString("en")}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** A link inside the console changes the page without closing the drawer over it. */
function closeDrawer(): void {
  document.getElementById("side-bar")?.hidePopover();
}
