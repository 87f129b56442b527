import type { ReactNode } from "react";

interface ExternalLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link to a page of Adobe's. It opens beside Latchkey and tells nothing of where it was pressed. */
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
