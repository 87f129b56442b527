import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";
import type { Tone } from "./tone";

const looks: Record<Tone, string> = {
  good: "border-transparent bg-good-ground text-good",
  attend: "border-transparent bg-attend-ground text-attend",
  bad: "border-transparent bg-bad-ground text-bad",
  neutral: "border-line text-soft",
};

/** A dot and a word: the colour repeats what the word says. */
export function StatusTag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={joinClasses(
        "inline-flex items-center gap-1.5 rounded-full border px-2 py-px text-sm font-medium whitespace-nowrap",
        looks[tone],
      )}
    >
      <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-current" />
      {children}
    </span>
  );
}
