import type { ReactNode } from "react";
import { joinClasses } from "@/components/ui/join-classes";
import { KeyMark } from "./key-mark";

interface PlainFrameProps {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** For pages with more to say than one short form. */
  readonly isWide?: boolean;
}

/** A page outside the console: one column, one `main`, one heading. */
export function PlainFrame({ title, lead, children, isWide = false }: PlainFrameProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={joinClasses("mx-auto w-full px-4 pt-[8dvh] pb-12", isWide ? "max-w-160" : "max-w-105")}
    >
      <p className="mb-6 flex items-center gap-2.5 font-semibold">
        <KeyMark />
        Latchkey
      </p>
      <div className="rounded-panel border border-line bg-panel p-6 shadow-small max-narrow:p-4">
        <h1 className="text-title font-bold tracking-tight">{title}</h1>
        {lead !== undefined && <div className="mt-1.5 text-soft">{lead}</div>}
        {children !== undefined && <div className="mt-5 flex flex-col gap-4">{children}</div>}
      </div>
    </main>
  );
}
