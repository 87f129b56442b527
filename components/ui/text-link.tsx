import Link from "next/link";
import type { ReactNode } from "react";

interface TextLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  /** `text` is underlined in the accent colour; `title` heads a row or card. */
  readonly look?: "text" | "title";
}

/**
 * A link to another page of the console. Pages are drawn anew for each request, so fetching them
 * ahead would cost the server a query per visible link and save nothing.
 */
export function TextLink({ href, children, look = "text" }: TextLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={look === "text" ? "text-link" : "rounded-sm font-semibold text-ink hover:underline"}
    >
      {children}
    </Link>
  );
}
