"use client";

import { useEffect, useRef } from "react";

interface ErrorSummaryProps {
  /** One sentence per field, keyed by the field's id. Empty or absent: nothing is drawn. */
  readonly errors: Readonly<Record<string, string>> | undefined;
  /** What did not happen: "Nothing was saved." */
  readonly title: string;
}

/**
 * All wrong fields of a form at once. Takes the focus whenever a new answer arrives. They are no list: the
 * form may stand in one, whose items would then count them.
 */
export function ErrorSummary({ errors, title }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors ?? {});
  const hasErrors = entries.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer with the same errors takes the focus again.
  useEffect(() => {
    if (hasErrors) box.current?.focus();
  }, [errors, hasErrors]);
  if (!hasErrors) return null;
  return (
    <div ref={box} role="alert" tabIndex={-1} className="rounded-control bg-bad-ground px-3.5 py-3">
      <p className="font-semibold text-bad">{title}</p>
      <div className="mt-1 flex flex-col gap-0.5">
        {entries.map(([id, sentence]) => (
          <p key={id}>
            <a href={`#${id}`} className="rounded-sm text-ink underline underline-offset-3 hover:text-bad">
              {sentence}
            </a>
          </p>
        ))}
      </div>
    </div>
  );
}
