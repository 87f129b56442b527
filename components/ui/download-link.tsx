import type { ReactNode } from "react";
import { buttonClass } from "./button-class";

interface DownloadLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
}

/** A link to a file that is made when it is followed. A plain one: nothing fetches it ahead. */
export function DownloadLink({ href, children, icon }: DownloadLinkProps) {
  return (
    <a download href={href} className={buttonClass("outlined")}>
      {icon}
      {children}
    </a>
  );
}
