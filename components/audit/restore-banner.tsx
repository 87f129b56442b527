"use client";

import { usePathname } from "next/navigation";
import { TextLink } from "@/components/ui/text-link";

/** On every page but the one that says it all: acts with secrets are off, and where to go. */
export function RestoreBanner() {
  if (usePathname() === "/audit") return null;
  return (
    <aside
      aria-label="Notice"
      className="mb-4 rounded-control bg-bad-ground px-3.5 py-2 [--link-ink:var(--bad)]"
      data-print="hide"
    >
      <strong className="font-semibold text-bad">The log is older than its receipts.</strong> Nothing is done
      with a secret until an owner acknowledges it. <TextLink href="/audit">Open the audit log</TextLink>
    </aside>
  );
}
