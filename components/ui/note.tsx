import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";
import type { Tone } from "./tone";

interface NoteProps {
  readonly tone: Tone;
  /** What happened, as one sentence. */
  readonly title: ReactNode;
  /** What it means. */
  readonly children?: ReactNode;
  /** What to do next: a sentence, links or buttons. */
  readonly next?: ReactNode;
  /**
   * How it is announced. Failures are alerts and all else a quiet status, unless the note was
   * there from the start: `none`.
   */
  readonly announce?: "alert" | "status" | "none";
}

const looks: Record<Tone, { readonly box: string; readonly title: string }> = {
  good: { box: "bg-good-ground [--link-ink:var(--good)]", title: "text-good" },
  attend: { box: "bg-attend-ground [--link-ink:var(--attend)]", title: "text-attend" },
  bad: { box: "bg-bad-ground [--link-ink:var(--bad)]", title: "text-bad" },
  neutral: { box: "bg-raised", title: "text-ink" },
};

/** Tells what happened, what it means and what to do. */
export function Note({ tone, title, children, next, announce }: NoteProps) {
  const role = announce ?? (tone === "bad" ? "alert" : "status");
  const look = looks[tone];
  return (
    <div
      {...(role !== "none" && { role })}
      className={joinClasses("max-w-3xl rounded-control px-3.5 py-3 text-ink", look.box)}
    >
      <p className={joinClasses("font-semibold", look.title)}>{title}</p>
      {children !== undefined && <div className="mt-1">{children}</div>}
      {next !== undefined && (
        <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5">{next}</div>
      )}
    </div>
  );
}
