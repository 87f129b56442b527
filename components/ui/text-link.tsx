import Link from "next/link";
import type { ReactNode } from "react";

const looks = {
  text: "text-link",
  title: "rounded-sm font-semibold text-ink hover:underline",
  plain: "rounded-sm text-ink hover:underline",
} as const;

interface TextLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  /** `text` is underlined in the accent colour; `title` heads a row or card; `plain` is a whole cell. */
  readonly look?: keyof typeof looks;
}

/**
 * A link to another page of the console. Pages are drawn anew for each request, so fetching them
 * ahead would cost the server a query per visible link and save nothing.
 */
export function TextLink({ href, children, look = "text" }: TextLinkProps) {
  return (
    <Link href={href} prefetch={false} className={looks[look]}>
      {children}
    </Link>
  );
}
