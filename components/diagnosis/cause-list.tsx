import type { Certainty, FailureCause } from "@/lib/failure-words";

const labels: Readonly<Record<Certainty, string>> = {
  likely: "Likely",
  possible: "Possible",
  unlikely: "Unlikely",
};

/** What may be behind a failure, surest first, each with the word for how sure that is. */
export function CauseList({ causes }: { readonly causes: readonly FailureCause[] }) {
  return (
    <ol aria-label="Causes" className="my-2 flex flex-col gap-1">
      {causes.map(({ text, certainty }) => (
        <li key={text} className="flex gap-2">
          <span className="w-16 shrink-0 text-soft">{labels[certainty]}</span>
          <span className="min-w-0">{text}</span>
        </li>
      ))}
    </ol>
  );
}
