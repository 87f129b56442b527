import type { ReactNode } from "react";

interface ExternalLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link out of Latchkey. It opens beside it, and tells nothing of where it was pressed. */
export function ExternalLink({ href, children }: ExternalLinkProps) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="rounded-sm text-accent underline underline-offset-3"
    >
      {children}
    </a>
  );
}
